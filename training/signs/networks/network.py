"""A sign network: a trunk, its maps pooled over skin regions, and one linear head a target.

Pooling knows where the face's parts are, so that three hundred graded faces suffice: the heads need not learn where a
nose is. A close-up has the one region "face".
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from sesaclinic.vision.heads import CLIP
from sesaclinic.vision.signs.sites import SITES
from training.signs.manifest import Target
from training.signs.networks.trunks import Trunk

#: Maps coarser than this have too few cells in a small region: they are pooled over the whole face and the canvas.
_COARSE = 32
#: Least weight (cells) of a region that counts as seen.
_SEEN = 0.5


class RegionPooling(nn.Module):  # type: ignore[misc]
    """Mean and spread of each map over each region, side by side as one vector a photo."""

    def __init__(self, trunk: Trunk) -> None:
        super().__init__()
        self.taps = trunk.taps
        self.sites = tuple(SITES)

    @property
    def names(self) -> list[str]:
        """What each block of the vector is, in order, with its length: "map.site.statistic"."""
        return [name for name, _ in self._blocks()]

    @property
    def length(self) -> int:
        return sum(channels for _, channels in self._blocks())

    def forward(self, maps: Sequence[Tensor], weights: Tensor) -> Tensor:
        """maps: one a tap. weights: (N, sites, h, w) share of skin. Returns (N, length); unseen regions are nan."""
        blocks = []
        for tap, values in zip(self.taps, maps, strict=True):
            # halving is the mean of four cells; odd sizes (a stride of 32, AlexNet) lie in between
            area = functional.interpolate(weights, values.shape[-2:], mode="bilinear", align_corners=False)
            if tap.stride >= _COARSE:
                area = area[:, :1]
            total = area.sum(dim=(2, 3))
            share = (area / total.clamp(min=1e-6)[..., None, None]).flatten(2)
            flat = values.flatten(2)
            mean = torch.einsum("nsp,ncp->nsc", share, flat)
            unseen = (total * (tap.stride / 8) ** 2 < _SEEN)[..., None]
            blocks.append(mean.masked_fill(unseen, torch.nan))
            if tap.stride >= _COARSE:
                blocks.append(flat.mean(dim=2)[:, None])
            else:
                square = torch.einsum("nsp,ncp->nsc", share, flat * flat)
                spread = (square - mean * mean).clamp(min=1e-6).sqrt()
                blocks.append(spread.masked_fill(unseen, torch.nan))
        return torch.cat([block.flatten(1) for block in blocks], dim=1)

    def _blocks(self) -> list[tuple[str, int]]:
        blocks = []
        for tap in self.taps:
            sites = self.sites[:1] if tap.stride >= _COARSE else self.sites
            blocks += [(f"{tap.stride}.{site}.mean", tap.channels) for site in sites]
            rest = ("canvas",) if tap.stride >= _COARSE else self.sites
            blocks += [
                (f"{tap.stride}.{site}.{'mean' if rest == ('canvas',) else 'spread'}", tap.channels) for site in rest
            ]
        return blocks


class Standardise(nn.Module):  # type: ignore[misc]
    """Features as deviations from the training photos; what is not seen counts as average, as in `vision.heads`."""

    def __init__(self, length: int) -> None:
        super().__init__()
        self.register_buffer("mean", torch.zeros(length))
        self.register_buffer("scale", torch.ones(length))

    def fit(self, features: NDArray[np.float32]) -> None:
        """Take mean and scale from the training photos. features: (n, length), nan where not seen."""
        known = ~np.isnan(features)
        count = np.maximum(known.sum(axis=0), 1)
        mean = np.where(known, features, 0).sum(axis=0) / count
        scale = np.sqrt((np.where(known, features - mean, 0) ** 2).sum(axis=0) / count)
        self.mean.copy_(torch.from_numpy(mean))
        self.scale.copy_(torch.from_numpy(np.where(scale > 1e-4, scale, 1.0)))

    def forward(self, features: Tensor) -> Tensor:
        standard = (features - self.mean) / self.scale
        return torch.where(torch.isnan(standard), torch.zeros_like(standard), standard).clamp(-CLIP, CLIP)


class Smooth(nn.Module):  # type: ignore[misc]
    """A Gaussian blur of one pixel, the grain of a JPEG: without it a photo sent twice is another photo."""

    def __init__(self, sigma: float = 1.0) -> None:
        super().__init__()
        reach = round(3 * sigma)
        kernel = torch.exp(-0.5 * (torch.arange(-reach, reach + 1) / sigma) ** 2)
        kernel /= kernel.sum()
        self.reach = reach
        self.register_buffer("across", kernel.expand(3, 1, 1, -1).clone(), persistent=False)
        self.register_buffer("down", kernel[:, None].expand(3, 1, -1, 1).clone(), persistent=False)

    def forward(self, image: Tensor) -> Tensor:
        """image: (N, 3, H, W). Returns the same shape."""
        padded = functional.pad(image, (self.reach,) * 4, mode="reflect")
        return functional.conv2d(functional.conv2d(padded, self.across, groups=3), self.down, groups=3)


class SignNetwork(nn.Module):  # type: ignore[misc]
    """Canvas and regions in, raw answers out: grades 0–3, logits of signs and skin types, instruments' values.

    What it answers is the mean of a face and its mirror image, which are the same skin; in training, where photos are
    mirrored at random, it looks once.
    """

    def __init__(self, trunk: Trunk, targets: Sequence[Target]) -> None:
        super().__init__()
        self.smooth, self.trunk, self.targets = Smooth(), trunk, tuple(targets)
        self.pooling = RegionPooling(trunk)
        self.standardise = Standardise(self.pooling.length)
        self.head = nn.Linear(self.pooling.length, sum(target.outputs for target in targets))

    def features(self, image: Tensor, weights: Tensor) -> Tensor:
        """(N, length) pooled features, not standardised. image: (N, 3, H, W) RGB 0–255. weights: as `site_weights`."""
        image = self.smooth(image)
        if not self.training:
            image, weights = torch.cat([image, image.flip(3)]), torch.cat([weights, weights.flip(3)])
        pooled: Tensor = self.pooling(self.trunk(image), weights)
        return pooled if self.training else pooled.unflatten(0, (2, -1)).mean(dim=0)

    def forward(self, image: Tensor, weights: Tensor) -> Tensor:
        """(N, outputs) in the order of `targets`."""
        answers: Tensor = self.head(self.standardise(self.features(image, weights)))
        return answers
