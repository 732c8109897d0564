"""What PyTorch's optimisers, schedules and cross-entropy give, step by step.

    python -m venv .venv && .venv/bin/pip install -r test/golden/requirements-networks.txt
    .venv/bin/python test/golden/make-training.py

Writes training.json. Optimisers start from `start` and are given the gradients of `gradients`, one list a step. Schedules
give the learning rate of each epoch; the plateau one is told `losses`. test/networks/training/pytorch.test.ts does the same.
"""
import json
import pathlib

import torch

HERE = pathlib.Path(__file__).parent
SEED, STEPS, SIZE, EPOCHS, RATE = 0, 12, 7, 30, 0.05
OPTIMIZERS = [
    {"kind": "sgd", "momentum": 0.9},
    {"kind": "sgd", "momentum": 0.9, "dampening": 0.3, "weightDecay": 0.1},
    {"kind": "sgd", "momentum": 0.8, "nesterov": True, "weightDecay": 0.01},
    {"kind": "sgd"},
    {"kind": "adamw", "weightDecay": 0.2, "beta1": 0.8, "beta2": 0.99},
]
SCHEDULES = [
    {"kind": "cosine", "tMax": 30},
    {"kind": "cosine", "tMax": 12, "etaMin": 0.002},
    {"kind": "plateau", "patience": 2, "factor": 0.5},
    {"kind": "plateau", "patience": 0, "factor": 0.1, "threshold": 0.05, "cooldown": 3, "minLearningRate": 2e-4},
]
CRITERIA = [
    {"smoothing": 0.0, "weights": [1, 1, 1, 1]},
    {"smoothing": 0.1, "weights": [1, 1, 1, 1]},
    {"smoothing": 0.0, "weights": [0.3, 2, 1, 5]},
    {"smoothing": 0.2, "weights": [0.3, 2, 1, 5]},
]


def optimizer_of(settings, parameters):
    names = {"weightDecay": "weight_decay"}
    given = {names.get(k, k): v for k, v in settings.items() if k not in ("kind", "beta1", "beta2")}
    if settings["kind"] == "sgd":
        return torch.optim.SGD(parameters, lr=RATE, **given)
    return torch.optim.AdamW(parameters, lr=RATE, betas=(settings["beta1"], settings["beta2"]), **given)


def optimise(settings, start, gradients):
    parameter = torch.nn.Parameter(start.clone())
    optimizer = optimizer_of(settings, [parameter])
    for gradient in gradients:
        parameter.grad = gradient.clone()
        optimizer.step()
    return {**settings, "end": parameter.detach().tolist()}


def rates_of(settings, losses):
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=RATE)
    if settings["kind"] == "cosine":
        schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, settings["tMax"], settings.get("etaMin", 0))
    else:
        schedule = torch.optim.lr_scheduler.ReduceLROnPlateau(
            optimizer, factor=settings["factor"], patience=settings["patience"],
            threshold=settings.get("threshold", 1e-4), cooldown=settings.get("cooldown", 0),
            min_lr=settings.get("minLearningRate", 0),
        )
    rates = []
    for loss in losses:
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        schedule.step(*([loss] if settings["kind"] == "plateau" else []))
    return {**settings, "rates": rates}


def entropy_of(criterion, logits, labels):
    scores = logits.clone().requires_grad_()
    weight = torch.tensor(criterion["weights"], dtype=torch.float64)
    loss = torch.nn.functional.cross_entropy(scores, labels, weight=weight, label_smoothing=criterion["smoothing"])
    loss.backward()
    return {**criterion, "loss": loss.item(), "scoreGradient": scores.grad.flatten().tolist()}


def main():
    torch.manual_seed(SEED)
    start, gradients = torch.randn(SIZE), torch.randn(STEPS, SIZE)
    falling = 2 * torch.exp(-torch.arange(EPOCHS) / 4) + 0.5 * torch.rand(EPOCHS)
    losses = [round(float(loss), 3) for loss in falling]
    logits = torch.randn(9, 4, dtype=torch.float64) * 2
    labels = torch.randint(0, 4, (9,))
    record = {
        "torch": torch.__version__, "seed": SEED, "learningRate": RATE,
        "start": start.tolist(), "gradients": gradients.tolist(),
        "optimizers": [optimise(settings, start, gradients) for settings in OPTIMIZERS],
        "losses": losses, "schedules": [rates_of(settings, losses) for settings in SCHEDULES],
        "scores": logits.flatten().tolist(), "labels": labels.tolist(),
        "criteria": [entropy_of(criterion, logits, labels) for criterion in CRITERIA],
    }
    (HERE / "training.json").write_text(json.dumps(record) + "\n")


main()
