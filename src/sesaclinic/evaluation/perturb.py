"""The same face in another light: what a second photo of one person on one day may look like.

Every perturbation is one a phone makes by itself: exposure and white balance that hunt, another compression, a photo
sent at half size, a looser or tighter crop, a camera held at an angle. None changes the skin.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Perturbation:
    """stops: of exposure (EV). kelvin: white-balance error around 6500 K. quality: of the JPEG, None for lossless.
    scale: of the sides. crop: share cut from (left, top, right, bottom). roll: degrees.
    """

    stops: float = 0.0
    kelvin: float = 0.0
    quality: int | None = None
    scale: float = 1.0
    crop: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    roll: float = 0.0


def bench() -> dict[str, Perturbation]:
    """The variations of the repeatability bench, each on its own and a few together."""
    return {
        "as it is": Perturbation(quality=95),
        "exposure -0.3 EV": Perturbation(stops=-0.3, quality=95),
        "exposure +0.3 EV": Perturbation(stops=0.3, quality=95),
        "300 K warmer": Perturbation(kelvin=-300, quality=95),
        "300 K cooler": Perturbation(kelvin=300, quality=95),
        "JPEG 80": Perturbation(quality=80),
        "JPEG 60": Perturbation(quality=60),
        "scale 0.75": Perturbation(scale=0.75, quality=95),
        "scale 0.5": Perturbation(scale=0.5, quality=95),
        "cropped": Perturbation(crop=(0.06, 0.04, 0.02, 0.06), quality=95),
        "rolled 5° left": Perturbation(roll=5, quality=95),
        "rolled 5° right": Perturbation(roll=-5, quality=95),
        "all at once": Perturbation(0.2, -200, 75, 0.8, (0.02, 0.03, 0.04, 0.0), -3),
    }


def random_perturbation(rng: np.random.Generator) -> Perturbation:
    """One of many, a little wider than the bench, for fitting."""
    left, top, right, bottom = (float(edge) for edge in rng.uniform(0, 0.06, 4))
    return Perturbation(
        stops=float(rng.uniform(-0.4, 0.4)),
        kelvin=float(rng.uniform(-500, 500)),
        quality=int(rng.integers(55, 97)),
        scale=float(rng.choice([1.0, rng.uniform(0.5, 1.0)])),
        crop=(left, top, right, bottom),
        roll=float(rng.uniform(-6, 6)),
    )


def perturb(pixels: Pixels, perturbation: Perturbation) -> bytes:
    """A perturbed copy as a file. pixels: (H, W, 3) uint8 sRGB. JPEG, or PNG where no quality is given."""
    image = _relit(pixels, perturbation.stops, perturbation.kelvin)
    if perturbation.roll:
        image = _rolled(image, perturbation.roll)
    image = _cropped(image, perturbation.crop)
    if perturbation.scale != 1:
        size = (round(image.shape[1] * perturbation.scale), round(image.shape[0] * perturbation.scale))
        image = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    buffer = io.BytesIO()
    if perturbation.quality is None:
        Image.fromarray(image).save(buffer, "PNG")
    else:
        Image.fromarray(image).save(buffer, "JPEG", quality=perturbation.quality)
    return buffer.getvalue()


def _relit(pixels: Pixels, stops: float, kelvin: float) -> Pixels:
    """Exposure and white balance act on linear light, before the sRGB curve (IEC 61966-2-1)."""
    if not stops and not kelvin:
        return pixels
    levels = np.arange(256) / 255
    linear = np.where(levels <= 0.04045, levels / 12.92, ((levels + 0.055) / 1.055) ** 2.4)
    gains = 2**stops * daylight(6500 + kelvin) / daylight(6500)
    channels = []
    for channel, gain in enumerate(gains):
        light = np.clip(linear * gain, 0, 1)
        encoded = np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)
        channels.append(np.round(encoded * 255).astype(np.uint8)[pixels[..., channel]])
    return np.stack(channels, axis=-1)


def daylight(kelvin: float) -> NDArray[np.float64]:
    """Linear sRGB of CIE daylight at 4000–25000 K, green 1 (CIE 015, Judd's locus)."""
    a, b, c, d = (
        (-4.6070e9, 2.9678e6, 0.09911e3, 0.244063) if kelvin <= 7000 else (-2.0064e9, 1.9018e6, 0.24748e3, 0.237040)
    )
    x = a / kelvin**3 + b / kelvin**2 + c / kelvin + d
    y = -3.0 * x * x + 2.87 * x - 0.275
    xyz = np.array([x / y, 1.0, (1 - x - y) / y])
    to_rgb = np.array([[3.2406, -1.5372, -0.4986], [-0.9689, 1.8758, 0.0415], [0.0557, -0.2040, 1.0570]])
    rgb = to_rgb @ xyz
    return np.asarray(rgb / rgb[1])


def _rolled(pixels: Pixels, degrees: float) -> Pixels:
    """Turned about the middle; corners repeat the rim, as a camera would see more background."""
    height, width = pixels.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    turned: Pixels = cv2.warpAffine(
        pixels, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return turned


def _cropped(pixels: Pixels, crop: tuple[float, float, float, float]) -> Pixels:
    height, width = pixels.shape[:2]
    left, top, right, bottom = crop
    return pixels[
        round(top * height) : height - round(bottom * height), round(left * width) : width - round(right * width)
    ]
