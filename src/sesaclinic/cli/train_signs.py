"""`sesaclinic train signs` and `signs-table`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sesaclinic.cli.training_group import training_group
from sesaclinic.errors import DocumentError

DATA = Path("../shared/data")
#: Where trunks start from, by the beginning of their name; the others start from random numbers unless told.
WEIGHTS = {"mobilenetv2": Path("../shared/weights/mobilenet_v2_imagenet.pth")}
ASSETS = Path(__file__).parents[1] / "assets" / "models"


def register(train: typer.Typer) -> None:
    """Add the commands to `sesaclinic train`."""
    train.command("signs")(signs)
    train.command("signs-table")(signs_table)


def signs(
    architecture: Annotated[
        str, typer.Option(help="A network of the registry, or `measurements`; a wrong name lists them.")
    ] = "mobilenetv2-s16",
    variant: Annotated[str, typer.Option(help="Of the photos: original, blur, greyscale, contrast.")] = "original",
    scale: Annotated[float, typer.Option(min=0.2, max=1.0, help="Of the aligned face of 384×464 px.")] = 1.0,
    fine_tune: Annotated[bool, typer.Option(help="Move the trunk too, not the heads alone (hours on a CPU).")] = False,
    epochs: Annotated[int, typer.Option(help="At most so many, when fine-tuning.")] = 20,
    batch: int = 16,
    data: Annotated[Path, typer.Option(help="Folder with labels.csv, grades.csv, boxes.jsonl and photos/.")] = DATA,
    each: Annotated[int, typer.Option(min=1, help="Take every n-th photo only, for a first look.")] = 1,
    aihub: Annotated[
        Path | None,
        typer.Option(help="Folder of AI-Hub data set 71645 (img/, label/): adds its grades, elasticity and moisture."),
    ] = None,
    weights: Annotated[
        Path | None, typer.Option(help="A torchvision checkpoint of the trunk; by default MobileNetV2's where it lies.")
    ] = None,
    canvases: Annotated[Path, typer.Option(help="Aligned faces, made once.")] = Path("runs/signs/canvases"),
    measurements: Annotated[Path, typer.Option(help="Measured photos, made once.")] = Path("runs/measurements"),
    run: Annotated[
        Path | None, typer.Option(help="Folder of the run; default runs/signs/ARCHITECTURE[-aihub].")
    ] = None,
    compare: Annotated[bool, typer.Option(help="Only what `signs-table` shows, nothing to install.")] = False,
    threads: Annotated[int, typer.Option(help="CPU threads.")] = 2,
    seed: int = 0,
    version: Annotated[str, typer.Option(help="Version written into the card.")] = "1",
    install: Annotated[bool, typer.Option(help="Put the finished model where the product loads it.")] = False,
) -> None:
    """Train the sign model. Cut off? The same command goes on where it stopped.

    Aligned faces and measurements are made first where they are missing (0.4 s a photo); then features, heads, fusion,
    figures, the ONNX file and its card.
    """
    with training_group():
        from training.signs.augment import VARIANTS  # noqa: PLC0415 - the training group is optional
        from training.signs.networks import NAMES  # noqa: PLC0415
        from training.signs.run import Run  # noqa: PLC0415
        from training.signs.run import install as install_run  # noqa: PLC0415
        from training.signs.trainer import Recipe  # noqa: PLC0415
    if architecture not in NAMES:
        raise typer.BadParameter(f"{architecture} is none of {', '.join(NAMES)}", param_hint="--architecture")
    shown = next((known for known in VARIANTS if known == variant), None)
    if shown is None:
        raise typer.BadParameter(f"{variant} is none of {', '.join(VARIANTS)}", param_hint="--variant")
    if not (data / "labels.csv").is_file():
        raise DocumentError("file_not_found", path=str(data / "labels.csv"))
    if aihub is not None and not (aihub / "label").is_dir():
        raise DocumentError("file_not_found", path=str(aihub / "label"))
    if weights is not None and not weights.is_file():
        raise DocumentError("file_not_found", path=str(weights))
    recipe = Recipe(architecture, scale, shown, epochs, batch, seed=seed, threads=threads)
    card = Run(
        recipe=recipe,
        data=data,
        folder=run or Path("runs/signs") / (f"{architecture}-aihub" if aihub else architecture),
        canvases=canvases,
        measurements=measurements,
        start=weights or _start(architecture),
        version=version,
        fine_tune=fine_tune,
        compare_only=compare,
        each=each,
        aihub=aihub,
    ).train()
    typer.echo(f"results: {card}")
    if install:
        install_run(card.parent, ASSETS)
        typer.echo(f"installed in {ASSETS}")


def signs_table(
    runs: Annotated[list[Path], typer.Argument(help="Folders of finished runs.")],
) -> None:
    """Compare finished runs on the same split, as a Markdown table.

    Architecture, input, epochs; loss, AUC and accuracy on train and validation with 95 % intervals beside the majority
    baseline; size and latency.
    """
    with training_group():
        from training.signs.compare import comparison_table  # noqa: PLC0415 - the training group is optional
    try:
        typer.echo(comparison_table(runs))
    except FileNotFoundError as error:
        raise DocumentError("file_not_found", path=str(error.filename)) from error


def _start(architecture: str) -> Path | None:
    known = (path for name, path in WEIGHTS.items() if architecture.startswith(name))
    return next((path for path in known if path.is_file()), None)
