import { type ReactNode, useEffect, useRef } from "react";
import { Button } from "./Button";

interface Props {
  title: string;
  children: ReactNode;
  confirm: string;
  cancel: string;
  busy?: boolean;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before something that cannot be undone; drawn only while it asks. */
export function ConfirmDialog({ title, children, confirm, cancel, busy = false, onConfirm, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      aria-label={title}
      onClose={onClose}
      className="m-auto w-[min(26rem,calc(100%-2.5rem))] rounded-3xl bg-surface p-6 text-ink shadow-card backdrop:bg-black/45"
    >
      <h2 className="font-bold text-lg">{title}</h2>
      <div className="mt-1 text-muted">{children}</div>
      <div className="mt-6 flex flex-wrap justify-end gap-3">
        <Button variant="secondary" onClick={() => dialog.current?.close()}>
          {cancel}
        </Button>
        <Button variant="danger" disabled={busy} onClick={onConfirm}>
          {confirm}
        </Button>
      </div>
    </dialog>
  );
}
