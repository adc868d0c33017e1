"""Trains, exports and evaluates the shipped models in one command: python models/train/train.py --model all."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

if os.environ.get("MALLOC_TRIM_THRESHOLD_") is None:
    # Large tensors come from the heap instead of fresh pages each time: about an eighth faster on a CPU.
    os.environ.update(MALLOC_MMAP_THRESHOLD_="4294967296", MALLOC_TRIM_THRESHOLD_="68719476736", MALLOC_TOP_PAD_="268435456")
    os.execv(sys.executable, [sys.executable, *sys.argv])

import torch  # noqa: E402
from torch import distributed, multiprocessing  # noqa: E402

from learn import Trainer  # noqa: E402
from recipes import RECIPES  # noqa: E402
from suites import write_suites  # noqa: E402
from vocabulary import save_tokenizer, train_tokenizer  # noqa: E402

MODELS_FOLDER = Path(__file__).resolve().parent.parent
STAGES = ("suites", "learn", "export", "evaluate")


def model_folder(name: str) -> Path:
    """Where a model is shipped."""
    return MODELS_FOLDER / f"polder-{name}"


def learn_in_process(rank: int, processes: int, name: str, work_folder: Path) -> None:
    """Train one model as one of several processes."""
    torch.set_num_threads(1)
    meeting_point = (work_folder / f"{name}.meeting").resolve()
    distributed.init_process_group("gloo", init_method=f"file://{meeting_point}", rank=rank, world_size=processes)
    Trainer(name, RECIPES[name], train_tokenizer(), work_folder, rank, processes).run()
    distributed.destroy_process_group()


def learn(name: str, work_folder: Path, processes: int) -> None:
    """Train one model; the checkpoint and the log go to the work folder."""
    tokenizer = train_tokenizer()
    save_tokenizer(tokenizer, model_folder(name))
    if processes == 1:
        Trainer(name, RECIPES[name], tokenizer, work_folder).run()
        return
    (work_folder / f"{name}.meeting").unlink(missing_ok=True)
    multiprocessing.spawn(learn_in_process, (processes, name, work_folder), nprocs=processes)


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", choices=[*RECIPES, "all"], default="all")
    parser.add_argument("--stage", choices=[*STAGES, "all"], default="all")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--processes", type=int, choices=(1, 2), default=1, help="two share the tasks of every step")
    parser.add_argument("--work", type=Path, default=MODELS_FOLDER.parent / "target" / "models", help="folder for checkpoints and logs")
    return parser.parse_args()


def main() -> None:
    """Run the chosen stages for the chosen models."""
    options = arguments()
    torch.set_num_threads(options.threads)
    options.work.mkdir(parents=True, exist_ok=True)
    chosen = STAGES if options.stage == "all" else (options.stage,)
    if "suites" in chosen:
        write_suites()
    for name in RECIPES if options.model == "all" else (options.model,):
        if "learn" in chosen:
            learn(name, options.work, options.processes)
        if "export" in chosen:
            from export import export_model

            export_model(name, options.work, model_folder(name))
        if "evaluate" in chosen:
            from evaluate import evaluate_model

            evaluate_model(name, options.work, model_folder(name), options.threads)


if __name__ == "__main__":
    main()
