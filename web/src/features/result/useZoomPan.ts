import { useGesture } from "@use-gesture/react";
import { type KeyboardEvent, type RefObject, useState } from "react";
import { isWhole, panned, type Size, type View, zoomed } from "./view";

const STEP = 1.5; // one press of a zoom button
const NUDGE = 0.15; // one press of an arrow key, as a share of the view

const ARROWS: Record<string, readonly [number, number]> = {
  ArrowLeft: [-NUDGE, 0],
  ArrowRight: [NUDGE, 0],
  ArrowUp: [0, -NUDGE],
  ArrowDown: [0, NUDGE],
};

function moved(view: View, key: string, image: Size): View | null {
  const arrow = ARROWS[key];
  if (arrow) return panned(view, arrow[0], arrow[1], image);
  if (key === "+" || key === "=") return zoomed(view, STEP, image);
  return key === "-" ? zoomed(view, 1 / STEP, image) : null;
}

/** Pinch, ctrl+wheel, drag, buttons and keys over one view of the photo. */
export function useZoomPan(frame: RefObject<HTMLElement | null>, home: View, image: Size) {
  const [view, setView] = useState(home);
  const zoomIn = () => setView((now) => zoomed(now, STEP, image));
  const zoomOut = () => setView((now) => zoomed(now, 1 / STEP, image));

  useGesture(
    {
      onPinch: ({ origin: [cx, cy], offset: [scale], delta: [change] }) => {
        const box = frame.current?.getBoundingClientRect();
        if (!box || scale <= change) return;
        const at = { x: (cx - box.left) / box.width, y: (cy - box.top) / box.height };
        setView((now) => zoomed(now, scale / (scale - change), image, at));
      },
      onDrag: ({ delta: [dx, dy], pinching, cancel, event }) => {
        if (pinching) return cancel();
        // one finger scrolls the page until the person has zoomed in
        if ("touches" in event && view.width >= home.width) return;
        const box = frame.current?.getBoundingClientRect();
        if (box) setView((now) => panned(now, -dx / box.width, -dy / box.height, image));
      },
    },
    { target: frame, drag: { filterTaps: true, pointer: { touch: true } }, eventOptions: { passive: false } },
  );

  const onKeyDown = (event: KeyboardEvent) => {
    const next = event.key === "0" ? home : moved(view, event.key, image);
    if (!next || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    setView(next);
  };

  return {
    view,
    show: setView,
    reset: () => setView(home),
    zoomIn,
    zoomOut,
    whole: isWhole(view, image),
    closer: view.width < home.width - 0.5,
    onKeyDown,
  };
}
