/** The part of the photo that is on screen, in photo pixels; it may reach past the photo's edge (letterbox). */
export interface View {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Size {
  width: number;
  height: number;
}

const FACE_MARGIN = 0.32; // of the face's longer side: hairline and chin stay in sight
const MAX_ZOOM = 8; // beyond this a phone photo shows only its own grain

/** Smallest view of the given aspect (width / height) that holds the rectangle, centred on it. */
export function viewAround(rect: View, aspect: number): View {
  const width = Math.max(rect.width, rect.height * aspect);
  const height = width / aspect;
  return { x: rect.x + (rect.width - width) / 2, y: rect.y + (rect.height - height) / 2, width, height };
}

export function wholeView(image: Size, aspect: number): View {
  return viewAround({ x: 0, y: 0, ...image }, aspect);
}

/** The face with some air around it, or the whole photo where there is no face. box: x, y, width, height. */
export function faceView(
  image: Size,
  box: readonly [number, number, number, number] | null,
  aspect: number,
): View {
  if (!box) return wholeView(image, aspect);
  const [x, y, width, height] = box;
  const margin = Math.max(width, height) * FACE_MARGIN;
  const wanted = viewAround(
    { x: x - margin, y: y - margin, width: width + 2 * margin, height: height + 2 * margin },
    aspect,
  );
  return keepInside(wanted, image);
}

/** Moves a view so that it shows as much photo as it can; a view larger than the photo is centred. */
export function keepInside(view: View, image: Size): View {
  const along = (start: number, length: number, limit: number): number =>
    length >= limit ? (limit - length) / 2 : Math.min(Math.max(start, 0), limit - length);
  return { ...view, x: along(view.x, view.width, image.width), y: along(view.y, view.height, image.height) };
}

/** Zooms by `factor` (above 1: closer) about a point given as fractions of the view. */
export function zoomed(view: View, factor: number, image: Size, at = { x: 0.5, y: 0.5 }): View {
  const aspect = view.width / view.height;
  const whole = wholeView(image, aspect);
  const width = Math.min(Math.max(view.width / factor, whole.width / MAX_ZOOM), whole.width);
  const height = width / aspect;
  return keepInside(
    { x: view.x + (view.width - width) * at.x, y: view.y + (view.height - height) * at.y, width, height },
    image,
  );
}

/** Moves by fractions of the view. */
export function panned(view: View, dx: number, dy: number, image: Size): View {
  return keepInside({ ...view, x: view.x + dx * view.width, y: view.y + dy * view.height }, image);
}

export function isWhole(view: View, image: Size): boolean {
  return view.width >= wholeView(image, view.width / view.height).width - 0.5;
}

/** CSS box, in percent of the frame, that puts the whole photo behind the view. */
export function photoBox(view: View, image: Size) {
  return {
    left: `${(-view.x / view.width) * 100}%`,
    top: `${(-view.y / view.height) * 100}%`,
    width: `${(image.width / view.width) * 100}%`,
    height: `${(image.height / view.height) * 100}%`,
  };
}

/** Where a photo point falls in the frame, in percent. */
export function placeIn(view: View, x: number, y: number): { left: string; top: string } {
  return { left: `${((x - view.x) / view.width) * 100}%`, top: `${((y - view.y) / view.height) * 100}%` };
}
