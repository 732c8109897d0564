"""Answers bench-recurrent.ts: one line of JSON in, one out. Steps of PyTorch on the same numbers.

A question either describes a network ({"cell", "bidirectional", "batch", "steps", "features", "units", "threads", "flush"}) or is
{"step": true}, {"infer": true}: the answer holds milliseconds of wall clock and of CPU, and the loss.
"""
import torch

from torch_steps import serve, uniform

CLASSES = 4


class Network:
    def __init__(self, q):
        torch.set_num_threads(q["threads"])
        # Gradients fade to numbers that processors are slow with. The kernel drops them; PyTorch does so on demand only.
        torch.set_flush_denormal(q["flush"])
        b, t, f, h = (q[name] for name in ("batch", "steps", "features", "units"))
        kind = {"tanh": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru-reset-after": torch.nn.GRU}[q["cell"]]
        self.layer = kind(f, h, batch_first=True, bidirectional=q["bidirectional"])
        directions = 2 if q["bidirectional"] else 1
        self.head = torch.nn.Linear(directions * h, CLASSES)
        columns = self.layer.weight_ih_l0.shape[0]
        start = 0
        for suffix in ["", "_reverse"][:directions]:
            biases = 2 if kind is torch.nn.GRU else 1
            for name, rows in [("weight_ih_l0", f), ("weight_hh_l0", h)]:
                values = uniform(start, (rows, columns), h**-0.5).T
                if kind is torch.nn.GRU:
                    z, r, n = values.split(h)
                    values = torch.cat([r, z, n])
                getattr(self.layer, name + suffix).data.copy_(values)
                start += rows * columns
            for name in ["bias_ih_l0", "bias_hh_l0"]:
                torch.nn.init.zeros_(getattr(self.layer, name + suffix))
            start += biases * columns
            if kind is not torch.nn.GRU:
                # Keras has one bias where PyTorch has two that do the same.
                getattr(self.layer, "bias_hh_l0" + suffix).requires_grad = False
        self.head.weight.data.copy_(uniform(start, (CLASSES, directions * h), h**-0.5))
        torch.nn.init.zeros_(self.head.bias)
        parameters = [*self.layer.parameters(), *self.head.parameters()]
        self.parameters = [parameter for parameter in parameters if parameter.requires_grad]
        self.optimizer = torch.optim.AdamW(self.parameters, lr=1e-4)
        self.x = uniform(0, (b, t, f), 2.0)
        self.y = torch.arange(b) % CLASSES

    def scores(self, x):
        _, state = self.layer(x)
        state = state[0] if isinstance(state, tuple) else state
        return self.head(torch.cat(list(state), dim=1))

    def step(self):
        self.optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(self.scores(self.x), self.y)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.parameters, 20.0)
        self.optimizer.step()
        return loss.item()

    def infer(self):
        with torch.no_grad():
            return float(self.scores(self.x[:1])[0, 0])


serve(Network, "cell")
