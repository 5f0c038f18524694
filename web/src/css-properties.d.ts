import "react";

declare module "react" {
  interface CSSProperties {
    /** Custom properties that our own styles read. */
    [name: `--${string}`]: string | number | undefined;
  }
}
