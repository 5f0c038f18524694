import { type RefObject, useCallback, useEffect, useRef, useState } from "react";

export type Facing = "user" | "environment";
export type CameraFault = "denied" | "missing" | "busy" | "insecure";

/** Asks for the sharpest stream a phone gives without choking its preview. */
const WISHED = { width: { ideal: 2560 }, height: { ideal: 1920 } };
const JPEG_QUALITY = 0.95; // texture is measured, so compression must not eat it

function faultOf(error: unknown): CameraFault {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "denied";
  if (name === "NotReadableError" || name === "AbortError") return "busy";
  return "missing";
}

interface Camera {
  video: RefObject<HTMLVideoElement | null>;
  ready: boolean;
  fault: CameraFault | null;
  facing: Facing;
  canSwitch: boolean;
  switchFacing: () => void;
  restart: () => void;
  shoot: () => Promise<Blob | null>;
}

export function useCamera(): Camera {
  const video = useRef<HTMLVideoElement>(null);
  const [facing, setFacing] = useState<Facing>("user");
  const [attempt, setAttempt] = useState(0);
  const [ready, setReady] = useState(false);
  const [fault, setFault] = useState<CameraFault | null>(null);
  const [canSwitch, setCanSwitch] = useState(false);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` asks for a fresh start
  useEffect(() => {
    let left = false;
    let stream: MediaStream | null = null;
    const stop = () => {
      for (const track of stream?.getTracks() ?? []) track.stop();
    };
    const start = async () => {
      setReady(false);
      setFault(null);
      if (!navigator.mediaDevices?.getUserMedia) return setFault("insecure");
      try {
        stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: facing, ...WISHED } });
        if (left || !video.current) return stop();
        video.current.srcObject = stream;
        await video.current.play();
        const devices = await navigator.mediaDevices.enumerateDevices();
        setCanSwitch(devices.filter(({ kind }) => kind === "videoinput").length > 1);
        setReady(true);
      } catch (error) {
        stop();
        if (!left) setFault(faultOf(error));
      }
    };
    void start();
    return () => {
      left = true;
      stop();
    };
  }, [facing, attempt]);

  const shoot = useCallback(async (): Promise<Blob | null> => {
    const source = video.current;
    if (!source?.videoWidth) return null;
    const canvas = document.createElement("canvas");
    canvas.width = source.videoWidth;
    canvas.height = source.videoHeight;
    canvas.getContext("2d")?.drawImage(source, 0, 0);
    return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", JPEG_QUALITY));
  }, []);

  return {
    video,
    ready,
    fault,
    facing,
    canSwitch,
    switchFacing: useCallback(() => setFacing((now) => (now === "user" ? "environment" : "user")), []),
    restart: useCallback(() => setAttempt((count) => count + 1), []),
    shoot,
  };
}
