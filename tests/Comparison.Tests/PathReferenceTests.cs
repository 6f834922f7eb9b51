using ScoreSde.Adaptive;
using ScoreSde.Comparison;
using ScoreSde.Comparison.Contestants;
using ScoreSde.Comparison.Measures;
using ScoreSde.Comparison.Problems;
using ScoreSde.Comparison.References;
using ScoreSde.Comparison.Reports;
using ScoreSde.Data;
using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;

namespace ScoreSde.Tests;

/// <summary>The ends by which paths are judged, made of the model itself, without data: as good as they promise, for no more than they may cost.</summary>
[Trait("Category", "Once")]
public sealed class PathReferenceTests
{
    private const double Deviation = 0.5;

    private static readonly double[] Mean = [1, -1];
    private static readonly VariancePreserving Forward = new(new LinearSchedule(0.1, 20));

    /// <summary>Of one Gaussian the flow is known: (x₀ − m)/v^½ = (x − α m)/(α² v + σ²)^½.</summary>
    [Theory]
    [InlineData(true, "Dormand–Prince 5(4) at a tolerance of 1e-")]
    [InlineData(false, "RK4 with ")]
    public void Distances_along_the_flow_are_those_to_the_known_ends(bool knowsRows, string method)
    {
        ProblemReport report = ComparisonRun.Execute([new Blind(knowsRows)], Settings(new Ddim(), new Heun(), new UniPc(2))).Problems[0];
        Assert.Equal(["flowDistance"], report.Measures.Select(static measure => measure.Name));
        Assert.StartsWith(method, report.Reference!.Method, StringComparison.Ordinal);
        Assert.Equal(500, report.Samples);
        Assert.InRange(report.Reference.Paths, 16, 500);
        Assert.InRange(report.Reference.ShareOfRuns, 0, 0.5);
        Assert.InRange(report.Reference.ShareOfSmallest, 1e-6, 0.01);
        double[] ends = KnownEnds(report.Reference.Paths);
        Assert.All(report.Rows, row => Assert.InRange(row.Metrics["flowDistance"].Value / Rms(row.Kept.Span, ends), 0.99, 1.01));
        Assert.All(report.Rows, row => Assert.InRange(row.Metrics["flowDistance"].StandardError / row.Metrics["flowDistance"].Value, 1e-4, 0.2));
    }

    /// <summary>The words of an accuracy are the tolerance that its ends have, and the measure is a distance: less is better.</summary>
    [Theory]
    [InlineData(1, 1e-4)]
    [InlineData(3, 1e-6)]
    public void The_exact_flow_has_the_tolerance_that_is_told(int accuracy, double tolerance)
    {
        var problem = new ExactProblem("exact", Blind.Law, Forward);
        var solver = new AdaptiveFlowSolver<double>(problem, problem.Score<double>(), new ReferenceRequest(1, 4, new SamplerOptions { Threads = 1 }));
        Assert.Equal($"{EmbeddedTableau.DormandPrince.Title} at a tolerance of {tolerance:0e0}", solver.WordsOf(accuracy));
        AdaptiveSamples<double> own = AdaptiveSampler.Sample(
            Forward, problem.Score<double>(), new AdaptiveFlow(EmbeddedTableau.DormandPrince, new Tolerance(tolerance, tolerance), FlowDistance.EndOf(problem)), 7, 4, new SamplerOptions { Threads = 1 });
        (double[] ends, double evaluations) = solver.Solve(accuracy, 7);
        Assert.Equal(own.Values, ends);
        Assert.Equal(own.MeanEvaluations, evaluations);
        Assert.Equal(MeasureGoal.Low, solver.Facts.Goal);
        Assert.Equal("distance to the exact flow", solver.Facts.Title);
    }

    [Fact]
    public void Brownian_paths_of_a_network_end_where_those_of_the_exact_score_do()
    {
        ComparisonSettings settings = Settings(new EulerMaruyama(), new StochasticHeun()) with { OnPath = true, Budgets = [256, 1024] };
        ProblemReport blind = ComparisonRun.Execute([new Blind(true)], settings).Problems[0];
        ProblemReport exact = ComparisonRun.Execute([new ExactProblem("exact", Blind.Law, Forward)], settings).Problems[0];
        Assert.Equal(["pathDistance"], blind.Measures.Select(static measure => measure.Name));
        Assert.InRange(blind.Reference!.ShareOfRuns, 0, 0.5);
        Assert.True(exact.Reference!.Paths >= blind.Reference.Paths);

        // The network's paths are fewer, so that chance moves their mean: each row by 1/√(2 paths), all by about the same.
        foreach ((ComparisonRow one, ComparisonRow other) in blind.Rows.Zip(exact.Rows))
        {
            Assert.InRange(one.Metrics["pathDistance"].Value / other.Metrics["pathDistance"].Value, 0.5, 2);
        }
    }

    /// <summary>An exact score is asked for more than a network, and no more than what is shown needs: coarse runs have a coarse tolerance.</summary>
    [Fact]
    public void Ends_of_an_exact_flow_are_as_fine_as_the_runs_need()
    {
        double[] digits =
        [
            .. new[] { 5, 200 }.Select(static budget =>
            {
                ProblemReport report = ComparisonRun.Execute(
                    [new ExactProblem("exact", Blind.Law, Forward)], Settings(new UniPc(2)) with { Budgets = [budget], Samples = 100 }).Problems[0];
                Assert.InRange(report.Reference!.ShareOfSmallest, 1e-6, 1e-3);
                Assert.DoesNotContain(report.Notes, static note => note.Contains("of the smallest distance", StringComparison.Ordinal));
                return (double)(report.Reference.Method[^1] - '0');
            }),
        ];
        Assert.True(digits[0] < digits[1], $"{digits[0]} {digits[1]}");
        Assert.InRange(digits[0], 4, 8);
    }

    [Fact]
    public void An_error_that_is_large_beside_what_is_shown_is_told()
    {
        ProblemReport report = ComparisonRun.Execute([new Blind(false)], Settings(new DpmSolverPlusPlus3M()) with { Budgets = [1000], Samples = 16 }).Problems[0];
        Assert.True(report.Reference!.ShareOfSmallest > 0.01, $"{report.Reference}");
        Assert.Contains(report.Notes, static note => note.EndsWith("of the smallest distance.", StringComparison.Ordinal));
    }

    [Fact]
    public void A_run_too_small_for_its_reference_has_few_paths_and_says_so()
    {
        ProblemReport report = ComparisonRun.Execute([new Blind(true)], Settings(new Heun()) with { Budgets = [9], Samples = 100 }).Problems[0];
        Assert.Equal(16, report.Reference!.Paths);
        Assert.True(report.Reference.ShareOfRuns > 0.5);
        Assert.Contains(report.Notes, note => note.Contains("16 paths", StringComparison.Ordinal) && note.EndsWith("more than half for so few.", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_data_or_paths_there_is_nothing_to_judge_by()
    {
        NotSupportedException refusal = Assert.Throws<NotSupportedException>(() => ComparisonRun.Execute([new Blind(true)], Settings(new EulerMaruyama())));
        Assert.Contains("no data to judge by", refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>Runs that start at different times share no path: said where there is other data to judge by, refused where there is none.</summary>
    [Fact]
    public void Starts_that_differ_leave_no_path_in_common()
    {
        var later = new GridChoice("later", static (process, _, steps) => TimeGrids.Grids.Uniform(steps, new TimeRange(0, 0.9)));
        ComparisonSettings settings = Settings(new Ddim()) with { Grids = [GridChoice.Balanced, later], Budgets = [5], Samples = 50 };
        const string Reason = "The runs start at different times, so no path is common to them.";
        ProblemReport report = ComparisonRun.Execute([new ExactProblem("exact", Blind.Law, Forward)], settings).Problems[0];
        Assert.Contains(Reason, report.Notes);
        Assert.Null(report.Reference);
        Assert.NotEmpty(report.Measures);
        Assert.DoesNotContain(report.Measures, static measure => measure.OfPaths);
        Assert.Contains(Reason, Assert.Throws<NotSupportedException>(() => ComparisonRun.Execute([new Blind(true)], settings)).Message, StringComparison.Ordinal);
        Assert.NotNull(ComparisonRun.Execute([new Blind(true)], settings with { Grids = [later] }).Problems[0].Reference);
    }

    /// <summary>A network's flow is left where the noise is a thousandth of the data, or at the earliest time that it may be asked for, at most halfway; an exact one at 10⁻⁶.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(0.001)]
    [InlineData(0.3)]
    [InlineData(0.7)]
    public void A_flow_is_left_where_little_is_known_below(double minimum)
    {
        double end = FlowDistance.EndOf(new Blind(true, minimum));
        double clean = Forward.AtLambda(Math.Log(1000)).Time;
        Assert.InRange(Forward.At(clean).Ratio, 0.000999, 0.001001);
        Assert.Equal(Math.Min(0.5, Math.Max(minimum, clean)), end);
        Assert.Equal(1e-6, FlowDistance.EndOf(new ExactProblem("exact", Blind.Law, Forward)));
    }

    private static ComparisonSettings Settings(params ISolver[] solvers) => new() { Contestants = Contestant.Of(solvers), Budgets = [10, 20, 60], KeptNumbers = 1000 };

    private static double[] KnownEnds(int paths)
    {
        var space = new TileSpace<float>(paths, 2);
        Tile<float> prior = space.Allocate();
        NoiseLevel start = Forward.At(TimeGrids.BalancedGrid.StartOf(Forward, TimeRange.Whole));
        space.FillNormal(prior, Forward.PriorDeviationAt(start), new NoiseKey(0, 0, NoisePurpose.Prior));
        double scale = Deviation / Math.Sqrt((start.MeanScale * start.MeanScale * Deviation * Deviation) + (start.Deviation * start.Deviation));
        return [.. prior.Values.ToArray().Select((x, i) => Mean[i % 2] + (scale * (x - (start.MeanScale * Mean[i % 2]))))];
    }

    private static double Rms(ReadOnlySpan<float> samples, double[] ends)
    {
        double sum = 0;
        for (int i = 0; i < ends.Length; i++)
        {
            sum += (samples[i] - ends[i]) * (samples[i] - ends[i]);
        }

        return Math.Sqrt(sum / (ends.Length / 2));
    }
}
