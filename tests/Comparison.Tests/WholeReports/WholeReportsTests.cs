using ScoreSde.Adaptive;
using ScoreSde.Comparison;
using ScoreSde.Comparison.Contestants;
using ScoreSde.Comparison.Problems;
using ScoreSde.Data;
using ScoreSde.Metrics;
using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.Tests.Support;
using ScoreSde.TimeGrids;

namespace ScoreSde.Tests.WholeReports;

/// <summary>All of the reports on problems of every kind, kept as texts: measures, floors, notes, references, rows, verdicts. SCORESDE_ACCEPT=1 writes them anew; look at the difference before you commit it.</summary>
[Trait("Category", "Once")]
public sealed class WholeReportsTests
{
    private static readonly VariancePreserving Forward = new(new LinearSchedule(0.1, 20));
    private static readonly ExactProblem Ring = new("ring", GaussianMixture.Ring(), Forward);
    private static readonly ExactProblem One = new("one", Blind.Law, Forward);
    private static readonly ExactProblem Wide = new("wide", GaussianMixture.Of(Gaussian.Isotropic(new double[1025], 1)), Forward);

    private static readonly Dictionary<string, (SamplingProblem[] Problems, ComparisonSettings Settings)> Runs = new()
    {
        ["law"] = ([Ring], Of(new EulerMaruyama(), new Ddim(), new Heun(), new UniPc(2))),
        ["law-other-seed"] = ([One], Of(new Ddim(0.5), new DpmSolverPlusPlus2M()) with { Seed = 7, KeptNumbers = 3 }),
        ["law-alone"] = ([One], Of(new Heun()) with { Budgets = [7] }),
        ["grids"] = ([One], Of(new Ddim(), new Heun()) with { Grids = [GridChoice.Balanced, Uniform(1), new GridChoice("karras", static (process, _, steps) => Grids.Karras(process, steps))] }),
        ["starts"] = ([One], Of(new Ddim()) with { Grids = [GridChoice.Balanced, Uniform(0.9)] }),
        ["failures"] = ([Ring], Of(new Heun(), new Stumbling(MostSteps: 4))),
        ["all-fail"] = ([Ring], Of(new Stumbling(MostSteps: 0))),
        ["adaptive"] = ([Ring], Of(new Heun()) with { Contestants = [.. Contestant.Of(new Heun()), Contestant.Of("dp:0.01", new AdaptiveFlow(EmbeddedTableau.DormandPrince, new Tolerance(0.01, 0.01), 1e-3))] }),
        ["adaptive-alone"] = ([One], Of() with { Contestants = [Contestant.Of("dp:0.01", new AdaptiveFlow(EmbeddedTableau.DormandPrince, new Tolerance(0.01, 0.01), 1e-3))] }),
        ["adaptive-fails"] = ([One], Of() with { Contestants = [Contestant.Of("dp:few", new AdaptiveFlow(EmbeddedTableau.DormandPrince, new Tolerance(1e-8, 1e-8, 5), 1e-3))] }),
        ["floor"] = ([One, Ring], Of(new Ddim(), new EulerMaruyama(), new UniPc(2)) with { ToFloor = true, Budgets = [13] }),
        ["floor-grids"] = ([One], Of(new Heun()) with { ToFloor = true, Budgets = [9], Grids = [GridChoice.Balanced, Uniform(1)] }),
        ["floor-failing"] = ([One], Of(new Stumbling(MostSteps: 4)) with { ToFloor = true, Budgets = [16] }),
        ["path"] = ([Ring], Of(new EulerMaruyama(), new StochasticHeun()) with { OnPath = true, Budgets = [8, 32] }),
        ["path-blind"] = ([new Blind(true)], Of(new EulerMaruyama(), new StochasticHeun()) with { OnPath = true, Budgets = [16, 64], Samples = 60 }),
        ["blind-rows"] = ([new Blind(true)], Of(new Ddim(), new Heun(), new UniPc(2)) with { Samples = 100 }),
        ["blind"] = ([new Blind(false)], Of(new Ddim(), new Heun(), new UniPc(2)) with { Samples = 100 }),
        ["blind-few"] = ([new Blind(true)], Of(new Heun()) with { Budgets = [9], Samples = 40 }),
        ["blind-middle"] = ([new Blind(true)], Of(new Heun(), new Ddim()) with { Budgets = [30, 60], Samples = 400 }),
        ["blind-fine"] = ([new Blind(false)], Of(new DpmSolverPlusPlus3M()) with { Budgets = [600], Samples = 16 }),
        ["blind-late"] = ([new Blind(true, 0.02)], Of(new Ddim(), new UniPc(3)) with { Samples = 80 }),
        ["fine"] = ([One], Of(new UniPc(2), new UniPc(3)) with { Budgets = [40, 80], Samples = 100 }),
        ["blind-mixed"] = ([new Blind(true)], Of(new EulerMaruyama(), new Ddim()) with { Samples = 60 }),
        ["blind-units"] = ([new Blind(false) { Unit = 3 }], Of(new Ddim(), new Heun()) with { Samples = 60 }),
        ["blind-rows-units"] = ([new Blind(true) { Unit = 3 }], Of(new Ddim(), new Heun()) with { Samples = 60 }),
        ["path-units"] = ([new Blind(true) { Unit = 3 }], Of(new EulerMaruyama()) with { OnPath = true, Budgets = [16, 32], Samples = 40 }),
        ["data"] = ([new Clouds()], Of(new EulerMaruyama(), new Ddim(), new UniPc(2)) with { Samples = 300 }),
        ["data-training"] = ([new Clouds()], Of(new Ddim()) with { Part = DataPart.Training, Samples = 150 }),
        ["data-floor"] = ([new Clouds()], Of(new Ddim()) with { ToFloor = true, Budgets = [12], Samples = 150 }),
        ["data-features"] = ([new Clouds()], Of(new Ddim(), new EulerMaruyama()) with { Features = new Sums(), Samples = 150 }),
        ["data-features-training"] = ([new Clouds()], Of(new Ddim()) with { Features = new Sums(), Part = DataPart.Training, Samples = 90 }),
        ["law-features"] = ([One], Of(new Ddim()) with { Features = new Sums() }),
        ["wide"] = ([Wide], Of(new Ddim()) with { Samples = 40, Budgets = [4], FollowsPaths = false }),
        ["no-paths"] = ([One], Of(new Ddim()) with { FollowsPaths = false }),
        ["guided"] = ([new Blind(true) { Evaluations = 2 }], Of(new Ddim(), new Heun()) with { Budgets = [8, 16], Samples = 50 }),
    };

    public static TheoryData<string> Names => [.. Runs.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_report_is_as_kept(string name) => Golden.Check($"report-{name}", ReportText.Of(ComparisonRun.Execute(Runs[name].Problems, Runs[name].Settings with { Threads = 2 })));

    [Fact]
    public void In_double_too() => Golden.Check("report-double", ReportText.Of(ComparisonRun.Execute<double>([Ring, new Clouds()], Of(new EulerMaruyama(), new Heun()) with { Samples = 100 })));

    [Fact]
    public void Samples_are_as_many_as_suits_a_problem_unless_it_is_said()
    {
        ComparisonSettings settings = Of(new Ddim()) with { Samples = null };
        Assert.Equal([10_000, 500, 2000, 2000], new SamplingProblem[] { Ring, new Blind(true), new Clouds(), Wide }.Select(settings.SamplesFor));
        Assert.Equal([1000, 500, 1000, 1000], new SamplingProblem[] { Ring, new Blind(true), new Clouds(), Wide }.Select(settings.PathsFor));
    }

    private static ComparisonSettings Of(params ISolver[] solvers) => new() { Contestants = Contestant.Of(solvers), Budgets = [4, 9], Samples = 200, KeptNumbers = 8 };

    private static GridChoice Uniform(double start) => new($"uniform from {start}", (_, range, steps) => Grids.Uniform(steps, new TimeRange(range.Minimum, start)));

    /// <summary>Rows of two clouds, a class each, and a score that knows one.</summary>
    private sealed class Clouds() : SamplingProblem("clouds", Forward, 2)
    {
        public override IReferenceData Reference { get; } = new FiniteData(static () => new DataSplit(Rows(300, 1), Rows(150, 2)));

        public override int Classes => 2;

        public override IReadOnlyList<string> Remarks => ["Two clouds."];

        public override int LabelOf(long sample) => (int)(sample % 2);

        public override IScoreFunction<Tile<T>> Score<T>() => Blind.Law.Score<T>();

        public override INoiseMoment Moment<T>() => new GaussianNoiseMoment(Blind.Law.Components[0]);

        private static DataSet Rows(int count, ulong seed)
        {
            var space = new TileSpace<float>(count, 2);
            Tile<float> tile = space.Allocate();
            space.FillNormal(tile, 0.5, new NoiseKey(seed, 0, NoisePurpose.Data));
            float[] values = [.. tile.Values.ToArray().Select(static (value, i) => value + (i / 2 % 2 == 0 ? -1 : 1))];
            return new DataSet("clouds", values, 2, DataScaling.Identity, [.. Enumerable.Range(0, count).Select(static row => row % 2)], 2);
        }
    }

    private sealed class Sums : IFeatureMap
    {
        public string Name => "sums";

        public int Dimension => 2;

        public Samples Of(Samples samples) =>
            new(Enumerable.Range(0, samples.Count).SelectMany(row => new[] { samples[row][0] + samples[row][1], samples[row][0] * samples[row][1] }).ToArray(), 2);
    }
}
