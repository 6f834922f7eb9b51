using ScoreSde.Discrete;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Laws;

namespace ScoreSde.Tests.Slips.Sized;

/// <summary>The doors through which a slip of a given amount goes in: each changes one coefficient of one shipped part.</summary>
internal static class Doors
{
    public static Func<double, Parts> Schedule(Func<INoiseSchedule, double, SlippedSchedule> wrong) =>
        amount => Parts.Shipped with { Schedule = right => wrong(right, amount) };

    public static Func<double, Parts> Process(Func<IDiffusionProcess, double, SlippedProcess> wrong) =>
        amount => Parts.Shipped with { Process = right => wrong(right, amount) };

    /// <summary>σ(t) a share large.</summary>
    public static Func<double, Parts> Deviation() => Process(static (right, share) => new(right) { Level = level => level with { Deviation = level.Deviation * (1 + share) } });

    /// <summary>g²(t) a share large.</summary>
    public static Func<double, Parts> Diffusion() => Process(static (right, share) => new(right) { Diffusion = t => right.DiffusionSquared(t) * (1 + share) });

    public static Func<double, Parts> Chain(Func<DdpmChain, double, SlippedChain> wrong) =>
        amount => Parts.Shipped with { Chain = right => wrong(right, amount) };

    /// <summary>ᾱ_i a share large, in a chain of n steps the n-th part of it.</summary>
    public static Func<double, Parts> BarByStep() => Chain(static (right, share) => new(right) { Bar = (c, i) => c.AlphaBar(i) * Math.Exp(share / c.Steps) });

    /// <summary>β̃_i a share large.</summary>
    public static Func<double, Parts> PosteriorVariance() =>
        Chain(static (right, share) => new(right) { FromData = (_, _, kernel) => kernel with { Variance = kernel.Variance * (1 + share) } });

    public static Func<double, Parts> Grid(Func<TimeGrid, double, IEnumerable<double>> times) =>
        amount => Parts.Shipped with { Grid = right => new TimeGrid(right.Name, [.. times(right, amount)]) };

    /// <summary>The second time of a grid later by an amount.</summary>
    public static Func<double, Parts> SecondTime() => Grid(static (grid, later) => grid.Times.ToArray().Select((t, i) => i == 1 ? t + later : t));

    /// <summary>Every number of ε a share large.</summary>
    public static Func<double, Parts> Epsilon() => ScoreAfter(static (share, epsilon) =>
    {
        foreach (ref double value in epsilon.Values)
        {
            value *= 1 + share;
        }
    });

    public static Func<double, Parts> ScoreAfter(Action<double, Tile<double>> after) => amount => Parts.Shipped with
    {
        Score = data => new SlippedScore(data.Score<double>()) { After = (_, epsilon) => after(amount, epsilon) },
    };

    public static Func<double, Parts> Space(Func<TileSpace<double>, double, IStateSpace<Tile<double>>> wrong) =>
        amount => Parts.Shipped with { Space = right => wrong(right, amount) };

    /// <summary>One method off, all others as they are.</summary>
    public static Func<double, Parts> Solver<TSolver>(Func<ISolver, double, ISolver> wrong)
        where TSolver : ISolver => amount => Parts.Shipped with { Solver = right => right is TSolver ? wrong(right, amount) : right };

    /// <summary>Every method off.</summary>
    public static Func<double, Parts> AnySolver(Func<ISolver, double, ISolver> wrong) => Solver<ISolver>(wrong);

    /// <summary>One weight of the sums of that many terms a share large.</summary>
    public static Func<double, Parts> Weight<TSolver>(int place, int terms)
        where TSolver : ISolver => Solver<TSolver>((right, share) => new SlippedSolver(right)
        {
            Weight = (i, n, weight) => i == place && n == terms ? weight * (1 + share) : weight,
        });

    /// <summary>The noise a share large.</summary>
    public static Func<double, Parts> Noise<TSolver>()
        where TSolver : ISolver => Solver<TSolver>(static (right, share) => new SlippedSolver(right) { Scale = scale => scale * (1 + share) });

    /// <summary>The factor of z² in the ratio of a step a share small in size, so that densities are too large.</summary>
    public static Func<double, Parts> NoiseOfRatio() =>
        amount => Parts.Shipped with { Ratio = right => right with { OnNoise = right.OnNoise * (1 - amount) } };

    /// <summary>The end of every run a share large.</summary>
    public static Func<double, Parts> End<TSolver>()
        where TSolver : ISolver => Solver<TSolver>(static (right, share) => new SlippedSolver(right) { Gain = _ => share });
}
