"""The variance-preserving process with beta from 0.1 to 20, and the numbers that a step needs."""
import math

BETA0, BETA1, END = 0.1, 20.0, 1e-3


def integral(t):
    return t * (BETA0 + 0.5 * t * (BETA1 - BETA0))


def alpha(t):
    return math.exp(-0.5 * integral(t))


def sigma(t):
    return math.sqrt(-math.expm1(-integral(t)))


def level(t):
    return math.log(alpha(t) / sigma(t))


def times(steps):
    return [1 + (END - 1) * i / steps for i in range(steps + 1)]


def euler_maruyama(steps):
    """(t, weight of x, weight of epsilon, weight of the noise) of each step."""
    grid = times(steps)
    for s, t in zip(grid, grid[1:]):
        beta, delta = BETA0 + s * (BETA1 - BETA0), s - t
        yield s, 1 + 0.5 * beta * delta, -beta * delta / sigma(s), math.sqrt(beta * delta)


def heun(steps):
    """(s, t, weight of x, weight of epsilon) of each step in sigma/alpha."""
    grid = times(steps)
    for s, t in zip(grid, grid[1:]):
        yield s, t, alpha(t) / alpha(s), alpha(t) * (sigma(t) / alpha(t) - sigma(s) / alpha(s))


def dpmpp_2m(steps):
    """
    (t, alpha(t), sigma(t), weight of x, weight of the prediction of the data, weight of the one before) of each step. The
    first has none before, and a step of more than twice the length of the one before leaves it out, as src/Sde/Solvers/LevelBound.cs does.
    """
    grid, h = times(steps), None
    for s, t in zip(grid, grid[1:]):
        before, h = h, level(t) - level(s)
        factor = -alpha(t) * math.expm1(-h)
        earlier = 0 if before is None or h > 2 * before else -factor / 2 * h / before
        yield s, alpha(s), sigma(s), sigma(t) / sigma(s), factor - earlier, earlier
