/** The mark: a sprout (새싹). */
export function Sprout({ className = "" }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className={className}>
      <path d="M16 27V15.5" fill="none" stroke="currentColor" strokeWidth="2.6" strokeLinecap="round" />
      <path d="M16 16c0-5 3.200-8.400 9-8.800C24.800 12.800 21.600 16 16 16Z" fill="currentColor" />
      <path
        d="M16 20c0-4.200-2.900-7.200-8.200-7.500.1 4.800 3.300 7.500 8.200 7.500Z"
        fill="currentColor"
        opacity="0.55"
      />
    </svg>
  );
}
