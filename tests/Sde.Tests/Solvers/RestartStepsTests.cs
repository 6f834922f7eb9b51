using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;

namespace ScoreSde.Tests.Solvers;

/// <summary>Which steps a restart gives to its method: three kinds of runs, each of which begins at index 0, follows on without a gap and ends where it is to end.</summary>
public sealed class RestartStepsTests
{
    private const int Repeats = 3;

    private static readonly VariancePreserving Process = new(new LinearSchedule());

    public static TheoryData<double[]> Grids => new()
    {
        { [1, 0.6, 0.3, Low(0.9), Low(0.5), 0.01] },
        { [1, 0.6, 0.3, Low(0.5), 0] },
        { [1, 0.9, 0.8] },
        { [1, 0.5, 0] },
        { [Low(0.5), Low(0.3), Low(0.1)] },
    };

    [Theory]
    [MemberData(nameof(Grids))]
    public void A_method_sees_runs_of_its_own_before_in_and_after_the_repeats(double[] times)
    {
        var grid = new TimeGrid("given", times);
        var flow = new Recording();
        var solver = new Restart(flow, Repeats, Lowest: 1, Highest: 3, Share: 0.5);
        var space = new TileSpace<double>(1, 1);
        IStepper<Tile<double>> stepper = solver.CreateStepper(new Problem<Tile<double>>(Process, GaussianMixture.Of(Gaussian.Isotropic([0.0], 1)).Score<double>(), space));
        GridStep[] once = Walk();
        GridStep[] again = Walk();

        // A worker's next tile: a stepper that is given step 0 again does what it did.
        Assert.Equal(once, again);

        // Where the repeats end: at the first level at or below the lowest, else at the end, before a step to t = 0.
        int whole = grid.Steps - (grid.EndsAtZero ? 1 : 0);
        int before = Enumerable.Range(1, whole).FirstOrDefault(i => Process.At(times[i]).Ratio <= 1, whole);
        int inARepeat = (int)Math.Ceiling(grid.Steps / 2.0);
        NoiseLevel bottom = Process.At(times[before]);
        GridStep[][] runs = [once[..before], .. Enumerable.Range(0, Repeats).Select(k => once.AsSpan(before + (k * inARepeat), inARepeat).ToArray()), once[(before + (Repeats * inARepeat))..]];
        Assert.Equal(grid.Steps - before, runs[^1].Length);
        foreach (GridStep[] run in runs)
        {
            Assert.Equal(Enumerable.Range(0, run.Length), run.Select(static step => step.Index));
            Assert.All(run.Zip(run.Skip(1)), static pair => Assert.Equal(pair.First.To, pair.Second.From));
        }

        Assert.Equal(bottom, runs[0][^1].To);
        foreach (GridStep[] repeat in runs[1..^1])
        {
            Assert.All(repeat, static step => Assert.True(step.To.Lambda > step.From.Lambda));
            Assert.All(repeat, step => Assert.Equal(inARepeat, step.Count));

            // To the bit: the steps after it begin at that level.
            Assert.Equal(bottom, repeat[^1].To);
            double top = bottom.Ratio < 3 ? 3 : bottom.Ratio * 3;
            Near.Relative(Math.Min(top, Process.At(1).Ratio), repeat[0].From.Ratio, 1e-9);

            // Karras's rule: even in the seventh root of σ/α.
            double[] roots = [.. repeat.Select(static step => Math.Pow(step.From.Ratio, 1.0 / 7)), Math.Pow(bottom.Ratio, 1.0 / 7)];
            Assert.All(roots.Zip(roots.Skip(1)), pair => Near.Relative((roots[0] - roots[^1]) / inARepeat, pair.First - pair.Second, 1e-9));
        }

        Assert.True(runs[^1].Length == 0 || (runs[^1][0].From == bottom && runs[^1][^1].To == Process.At(times[^1])));

        GridStep[] Walk()
        {
            flow.Steps.Clear();
            Tile<double> x = space.Allocate();
            for (int i = 0; i < grid.Steps; i++)
            {
                var step = new GridStep(i, grid.Steps, Process.At(times[i]), Process.At(times[i + 1]), 5);
                stepper.Step(x, in step);
            }

            return [.. flow.Steps];
        }
    }

    // The time of a level σ/α.
    private static double Low(double ratio) => Process.AtLambda(-Math.Log(ratio)).Time;

    private sealed class Recording : ISolver
    {
        public List<GridStep> Steps { get; } = [];

        public SolverFacts Facts => new Ddim().Facts;

        public IStepper<TState> CreateStepper<TState>(Problem<TState> problem) => new Stepper<TState>(Steps);

        private sealed class Stepper<TState>(List<GridStep> steps) : IStepper<TState>
        {
            public void Step(TState x, in GridStep step) => steps.Add(step);
        }
    }
}
