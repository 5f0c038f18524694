"""What each head may look at. A head that reads only what its concern looks like cannot lean on how a source's photos
were taken; cross-validation over the graded faces lost nothing by it (docs/vision.md).
"""

from __future__ import annotations

from dataclasses import dataclass

FAMILIES: dict[str, tuple[str, ...]] = {
    "colour": ("erythema", "yellow", "melanin_excess", "melanin_spread", "red_area", "blotchiness", "unevenness"),
    "shine": ("highlight", "shine", "brightness"),
    "texture": ("roughness", "flaking", "red_texture"),
    "lines": ("line",),
    "pores": ("pore", "bump"),
    "spots": ("brown_spot", "melanin_spot", "red_spot", "brown_patch", "pale_patch", "red_patch"),
    "orbit": ("orbit",),
}
#: Sites above the mouth: no beard, no lipstick.
_UPPER = ("forehead", "glabella", "nose", "cheeks", "t_zone", "crows_feet", "under_eyes")


@dataclass(frozen=True)
class Recipe:
    """How one concern's grade is fitted.

    families, sites: what it reads (all sites when empty). also: single sites read whole. sites_scored: regions that get
    a head of their own. labels: how much yes/no labels of the same name count beside the grades, and the grades that
    yes and no stand for; labels vary more than graded faces, which steadies the fit.
    """

    families: tuple[str, ...]
    sites_scored: tuple[str, ...]
    sites: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    labels: float = 0.0
    yes: float = 2.0
    no: float = 0.5


RECIPES: dict[str, Recipe] = {
    "shine": Recipe(
        ("shine", "texture"),
        ("forehead", "glabella", "cheeks", "nose", "chin", "t_zone", "u_zone"),
        sites=_UPPER,
    ),
    "dryness": Recipe(("texture", "shine", "lines"), ("forehead", "cheeks", "chin", "perioral")),
    "redness": Recipe(
        ("colour", "spots"),
        ("forehead", "cheeks", "nose", "chin", "perioral", "nasolabial"),
        sites=(*_UPPER, "face", "u_zone", "nasolabial"),
        labels=0.4,
        yes=2.3,
        no=0.7,
    ),
    "pores": Recipe(("pores", "texture", "spots"), ("forehead", "glabella", "cheeks", "nose")),
    "wrinkles": Recipe(
        ("lines", "texture", "spots"),
        ("forehead", "glabella", "crows_feet", "under_eyes", "nasolabial", "perioral"),
        labels=0.15,
        yes=2.3,
        no=0.2,
    ),
    "dark_circles": Recipe(("orbit",), ("under_eyes",), also=("under_eyes",), labels=0.15, yes=1.6, no=0.5),
    "pigmentation": Recipe(
        ("spots", "colour", "texture", "pores"),
        ("forehead", "cheeks", "nose", "chin", "perioral"),
        labels=0.3,
        yes=1.6,
        no=0.5,
    ),
}
#: The skin type is mostly how much the T-zone and the cheeks shine.
SKIN_TYPE_FAMILIES = ("shine", "texture", "colour")


def chosen(keys: tuple[str, ...], families: tuple[str, ...], sites: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Keys ("measure.site") of some families, at some sites (all when empty)."""
    prefixes = tuple(prefix for family in families for prefix in FAMILIES[family])
    return tuple(key for key in keys if key.startswith(prefixes) and (not sites or key.rsplit(".", 1)[1] in sites))


def recipe_keys(recipe: Recipe, keys: tuple[str, ...]) -> tuple[str, ...]:
    """What the head of the whole face reads. How fine the photo is belongs to every reading of texture."""
    found = chosen(keys, recipe.families, recipe.sites)
    found += tuple(key for key in keys if key.rsplit(".", 1)[1] in recipe.also)
    return tuple(dict.fromkeys((*found, "resolution.face")))


def site_keys(recipe: Recipe, keys: tuple[str, ...], site: str) -> tuple[str, ...]:
    """What the head of one site reads: that site alone."""
    if "orbit" in recipe.families:
        return (*(key for key in keys if key.endswith(f".{site}")), "resolution.face")
    return (*chosen(keys, recipe.families, (site,)), "resolution.face")
