"""`sesaclinic train …`: train on your own labels. Needs the training group (`make training`)."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from sesaclinic.cli import train_signs
from sesaclinic.cli.output import EXIT_REFUSED
from sesaclinic.cli.training_group import training_group
from sesaclinic.errors import DocumentError

train_app = typer.Typer(no_args_is_help=True, help="Train models on labelled photos (needs `make training`).")

DATA = Path("../shared/data")
WEIGHTS = Path("../shared/weights/yolov5n_coco.pth")
ASSETS = Path(__file__).parents[1] / "assets" / "models"


class Size(StrEnum):
    N = "n"
    S = "s"
    M = "m"
    L = "l"


class AnnotationFormat(StrEnum):
    YOLO = "yolo"
    VOC = "voc"
    COCO = "coco"
    LABELME = "labelme"


def register(app: typer.Typer) -> None:
    """Add the `train` commands."""
    train_signs.register(train_app)
    app.add_typer(train_app, name="train")


@train_app.command()
def lesions(
    size: Annotated[Size, typer.Option(help="n and s train on a CPU in hours; m and l want a GPU.")] = Size.N,
    data: Annotated[Path, typer.Option(help="Folder with boxes.jsonl, labels.csv and photos/.")] = DATA,
    boxes: Annotated[list[Path] | None, typer.Option(help="Further box files of photos in the same photos/.")] = None,
    weights: Annotated[
        Path | None, typer.Option(help="Starting weights, or an exported lesions.onnx; n's are widened for s, m and l.")
    ] = WEIGHTS,
    run: Annotated[Path | None, typer.Option(help="Folder of the run; default runs/lesions-SIZE.")] = None,
    align: Annotated[
        Path | None,
        typer.Option(help="Folder of an earlier run: its detector slides boxes that an export shifted back in place."),
    ] = None,
    epochs: Annotated[int, typer.Option(help="At most so many; a run that has them is only exported again.")] = 60,
    tiles: Annotated[int, typer.Option(help="Tiles an epoch.")] = 1600,
    tile: Annotated[int, typer.Option(help="Side of a tile in pixels, a multiple of 32.")] = 416,
    batch: int = 16,
    learning_rate: float = 1e-3,
    threads: Annotated[int, typer.Option(help="CPU threads.")] = 2,
    version: Annotated[str, typer.Option(help="Version written into the card.")] = "1",
    install: Annotated[bool, typer.Option(help="Put the finished model where the product loads it.")] = False,
) -> None:
    """Train the lesion detector. Cut off? The same command goes on from the last epoch.

    Each epoch leaves a checkpoint; after the last come the ONNX file, thresholds, figures and the card.
    """
    with training_group():
        from training.lesions.data import read_data  # noqa: PLC0415 - the training group is optional
        from training.lesions.run import Run  # noqa: PLC0415
        from training.lesions.run import install as install_run  # noqa: PLC0415
        from training.lesions.trainer import Recipe  # noqa: PLC0415
    if not (data / "boxes.jsonl").is_file():
        raise DocumentError("file_not_found", path=str(data / "boxes.jsonl"))
    folder = run or Path("runs") / f"lesions-{size}"
    recipe = Recipe(
        size=size.value,
        tile=tile,
        batch=batch,
        epochs=epochs,
        tiles_per_epoch=tiles,
        learning_rate=learning_rate,
        threads=threads,
    )
    start = weights if weights and weights.is_file() else None
    card = Run(recipe, read_data(data, boxes or ()), folder, start, version, align).train()
    typer.echo(f"card: {card}")
    if install:
        install_run(folder, ASSETS)
        typer.echo(f"installed in {ASSETS}")


@train_app.command("lesions-table")
def lesions_table(
    runs: Annotated[list[Path], typer.Argument(help="Folders of finished runs.")],
) -> None:
    """Compare finished runs: mAP50 with 95 % interval, mAP50-95, size and latency, as a Markdown table."""
    with training_group():
        from training.lesions.compare import comparison_table  # noqa: PLC0415 - the training group is optional
    try:
        typer.echo(comparison_table(runs))
    except FileNotFoundError as error:
        raise DocumentError("file_not_found", path=str(error.filename)) from error


@train_app.command("annotations")
def check_annotations(
    labels: Annotated[Path, typer.Argument(help="Folder of label files; for coco one JSON file.")],
    photos: Annotated[Path, typer.Option(help="Folder of the photos.")],
    form: Annotated[AnnotationFormat, typer.Option("--format", help="What the labels are.")] = AnnotationFormat.YOLO,
    rename: Annotated[list[str] | None, typer.Option(help="A class of the tool as ours, e.g. 여드름=acne.")] = None,
    out: Annotated[Path | None, typer.Option(help="Write a box file for training and evaluation.")] = None,
    label_set: Annotated[str, typer.Option(help="Name of this family of annotations in the box file.")] = "clinic",
    to: Annotated[AnnotationFormat | None, typer.Option(help="Write the labels in another format …")] = None,
    to_path: Annotated[Path | None, typer.Option(help="… to this folder (for coco: file).")] = None,
    preview: Annotated[Path | None, typer.Option(help="Draw a sheet of photos with their boxes (PNG).")] = None,
) -> None:
    """Check labels of Ybat, LabelImg, CVAT, labelme …, look at them, and turn them into another format.

    Problems are listed on stderr with exit code 3, and nothing but the preview is written.
    """
    with training_group():
        from training.lesions import annotations as forms  # noqa: PLC0415 - the training package is not installed
    names = dict(pair.split("=", 1) for pair in rename or () if "=" in pair)
    try:
        found = forms.read(form.value, labels, photos, names)
    except forms.AnnotationError as error:
        raise DocumentError("file_invalid", detail=str(error)) from error
    except FileNotFoundError as error:
        raise DocumentError("file_not_found", path=str(error.filename)) from error
    if preview is not None:
        forms.preview_sheet(found, photos).save(preview)
    problems = forms.validate(found)
    for problem in problems:
        typer.echo(str(problem), err=True)
    if problems:
        sys.exit(EXIT_REFUSED)
    if out is not None:
        forms.write_lines(found, out, label_set)
    if to is not None and to_path is not None:
        forms.write(to.value, found, to_path)
    typer.echo(f"{len(found)} photos, {sum(len(a.boxes) for a in found)} boxes, no problems")
