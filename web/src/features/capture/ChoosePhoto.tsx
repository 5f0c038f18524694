import { Images } from "lucide-react";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/ui/Button";

const ACCEPTED = "image/jpeg,image/png,image/webp,image/heic,image/heif,image/avif,.heic,.heif,.avif";

interface Props {
  onPhoto: (photo: File) => void;
  disabled?: boolean;
  label?: string;
  variant?: "primary" | "secondary";
  className?: string;
}

/** A button that opens the phone's or computer's own photo chooser. */
export function ChoosePhoto({ onPhoto, disabled = false, label, variant = "secondary", className }: Props) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button
        variant={variant}
        className={className}
        disabled={disabled}
        onClick={() => input.current?.click()}
      >
        <Images aria-hidden className="size-5" />
        {label ?? t("home.choose")}
      </Button>
      <input
        ref={input}
        type="file"
        accept={ACCEPTED}
        className="hidden"
        tabIndex={-1}
        aria-label={t("home.choose")}
        data-testid="photo-input"
        onChange={(event) => {
          const photo = event.target.files?.[0];
          event.target.value = ""; // choosing the same file again is a new try
          if (photo) onPhoto(photo);
        }}
      />
    </>
  );
}
