using ScoreSde.Adaptive;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.Tests.Sampling;
using ScoreSde.TimeGrids;

namespace ScoreSde.Tests.Adaptive;

/// <summary>The flow with steps of its own choice, against the exact flow of quantiles.</summary>
public sealed class AdaptiveFlowTests
{
    private const double End = 0.01;
    private static readonly VariancePreserving Process = new(new LinearSchedule(0.1, 20));
    private static readonly MixtureLaw Law = new((0.4, -1, 0.25), (0.6, 1.2, 0.36));
    private static readonly GaussianMixture Data = new([Gaussian.Isotropic([-1], 0.25), Gaussian.Isotropic([1.2], 0.36)], [0.4, 0.6]);

    public static TheoryData<string> Names => ["dopri5", "tsit5"];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_error_is_proportional_to_the_tolerance(string name)
    {
        double[] tolerances = [1e-4, 1e-6, 1e-8, 1e-10];
        double[] errors = [.. tolerances.Select(tolerance => Error(Run(name, tolerance)))];
        for (int i = 0; i < tolerances.Length; i++)
        {
            // The flow contracts towards the data, so that errors of steps do not add up.
            Assert.InRange(errors[i] / tolerances[i], 0.005, 3);
        }

        Near.Absolute(1, Math.Log(errors[0] / errors[3]) / Math.Log(tolerances[0] / tolerances[3]), 0.15, "slope");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Evaluations_are_six_a_step_and_one_and_grow_with_the_fifth_root_of_the_tolerance(string name)
    {
        AdaptiveSamples<double> loose = Run(name, 1e-5);
        AdaptiveSamples<double> tight = Run(name, 1e-10);
        foreach (AdaptiveSamples<double> run in new[] { loose, tight })
        {
            for (int i = 0; i < run.Count; i++)
            {
                Assert.Equal(1 + (6 * (run.Costs[i].Accepted + run.Costs[i].Rejected)), run.Evaluations[i]);
            }
        }

        Assert.InRange(tight.MeanEvaluations / loose.MeanEvaluations, 6, 14);
        Assert.InRange(tight.RejectedShare, 0, 0.2);
    }

    [Fact]
    public void A_sink_is_given_the_same_samples_and_totals_that_no_order_changes()
    {
        IAdaptiveMethod method = KnownAdaptiveMethods.All[0](new Tolerance(1e-3, 1e-3));
        AdaptiveSamples<double> whole = AdaptiveSampler.Sample(Process, Data.Score<double>(), method, 70, 3, new SamplerOptions { Threads = 1 });
        foreach (int threads in (int[])[1, 3])
        {
            var sink = new Collected(1, 0, 70);
            AdaptiveTotals totals = AdaptiveSampler.Stream(Process, Data.Score<double>(), method, 70, 3, sink, new SamplerOptions { Threads = threads, TileRows = 9 });
            Assert.Equal(whole.Values, sink.Values);
            Assert.All(sink.Times, static times => Assert.Equal(1, times));
            Assert.Equal(AdaptiveTotals.Of(whole), totals);
            Assert.Equal((whole.MeanEvaluations, whole.RejectedShare), (totals.MeanEvaluations, totals.RejectedShare));
            Assert.Equal((whole.Evaluations.Min(), whole.Evaluations.Max()), (totals.FewestEvaluations, totals.MostEvaluations));
        }

        var part = new Collected(1, 50, 20);
        AdaptiveSampler.Stream(Process, Data.Score<double>(), method, 20, 3, part, new SamplerOptions { FirstSample = 50 });
        Assert.Equal(whole.Values[50..], part.Values);
    }

    [Fact]
    public void A_sample_has_its_own_steps_in_any_batch_on_any_thread()
    {
        GaussianMixture ring = GaussianMixture.Ring();
        foreach (Func<Tolerance, IAdaptiveMethod> make in KnownAdaptiveMethods.All)
        {
            IAdaptiveMethod method = make(new Tolerance(1e-2, 1e-2));
            AdaptiveSamples<double> together = AdaptiveSampler.Sample(Process, ring.Score<double>(), method, 12, 5, new SamplerOptions { Threads = 1 });
            AdaptiveSamples<double> threads = AdaptiveSampler.Sample(
                Process, ring.Score<double>(), method, 12, 5, new SamplerOptions { Threads = 4, TileRows = 2 });
            Assert.Equal(together.Values, threads.Values);
            Assert.Equal(together.Costs, threads.Costs);
            for (int i = 0; i < 12; i += 5)
            {
                AdaptiveSamples<double> alone = AdaptiveSampler.Sample(
                    Process, ring.Score<double>(), method, 1, 5, new SamplerOptions { FirstSample = i });
                Assert.Equal(together.Values[(2 * i)..((2 * i) + 2)], alone.Values);
                Assert.Equal(together.Evaluations[i], alone.Evaluations[0]);
            }
        }

        var tight = new AdaptiveFlow(EmbeddedTableau.DormandPrince, new Tolerance(1e-7, 1e-7));
        Assert.True(AdaptiveSampler.Sample(Process, ring.Score<double>(), tight, 12, 5).Costs.Distinct().Count() > 1, "samples take steps of their own");
    }

    [Fact]
    public void Samples_start_where_those_of_a_grid_start()
    {
        double[] start = [0.3];
        var flow = new AdaptiveFlow(EmbeddedTableau.DormandPrince, new Tolerance(1e-9, 1e-9), End, Denoises: false);
        double solved = AdaptiveSampler.Solve<double>(Process, Data.Score<double>(), flow, start, 0).Values[0];
        Near.Absolute(Law.At(Process.At(End)).Transport(Law.At(Process.At(1)), 0.3), solved, 1e-7);
        AdaptiveSamples<double> drawn = AdaptiveSampler.Sample(Process, Data.Score<double>(), flow, 3, 17);
        double[] prior = Sampler.Sample(Process, Data.Score<double>(), new Idle(), new TimeGrid("idle", 1, 0.5), 3, 17).Values;
        Assert.Equal(drawn.Values, AdaptiveSampler.Solve<double>(Process, Data.Score<double>(), flow, prior, 0).Values);
    }

    [Fact]
    public void Denoised_samples_are_the_data_prediction_at_the_end_for_no_more_evaluations()
    {
        double[] start = [0.8];
        var raw = new AdaptiveFlow(EmbeddedTableau.DormandPrince, new Tolerance(1e-6, 1e-6), End, Denoises: false);
        AdaptiveSamples<double> plain = AdaptiveSampler.Solve<double>(Process, Data.Score<double>(), raw, start, 0);
        AdaptiveSamples<double> clean = AdaptiveSampler.Solve<double>(Process, Data.Score<double>(), raw with { Denoises = true }, start, 0);
        NoiseLevel level = Process.At(End);
        double x = plain.Values[0];
        double expected = (x + (level.Variance * Law.At(level).Score(x))) / level.MeanScale;
        Near.Relative(expected, clean.Values[0], 1e-12);
        Assert.Equal(plain.Evaluations, clean.Evaluations);
    }

    /// <summary>The first step is a tenth in λ, or to the end where that is nearer, and the stages lie at the tableau's nodes of it.</summary>
    [Theory]
    [InlineData(1, 0.1)]
    [InlineData(0.0101, 0)]
    public void The_first_step_is_a_tenth_of_a_unit_or_the_whole_way(double from, double length)
    {
        var lambdas = new List<double>();
        var model = new DelegateScore<double>(1, (x, level, epsilon) =>
        {
            lambdas.Add(level.Lambda);
            epsilon.Values[0] = Math.Sin(x.Values[0]);
        });
        foreach (EmbeddedTableau tableau in new[] { EmbeddedTableau.DormandPrince, EmbeddedTableau.Tsitouras })
        {
            lambdas.Clear();
            AdaptiveSampler.Solve<double>(Process, model, new AdaptiveFlow(tableau, new Tolerance(1e-3, 1e-3), End), (double[])[0.3], 0, from: from);
            double start = Process.At(from).Lambda;
            double h = length > 0 ? length : Process.At(End).Lambda - start;
            Near.Absolute(start, lambdas[0], 1e-12);
            for (int i = 1; i < tableau.Stages; i++)
            {
                Near.Absolute(start + (tableau.Node(i) * h), lambdas[i], 1e-9, $"stage {i}");
            }
        }
    }

    [Fact]
    public void Shares_and_means_of_a_run_are_those_of_its_samples()
    {
        AdaptiveSamples<double> run = AdaptiveSampler.Sample(
            Process, new GaussianNoise(0.09, 1), new AdaptiveReverse(new Tolerance(0.05, 0.0078), End, Denoises: false, RejectedNoise.Kept), 9, 3);
        (double kept, double tried) = (0, 0);
        foreach (StepCost cost in run.Costs)
        {
            Assert.Equal(cost.Accepted + cost.Rejected, cost.Attempts);
            kept += cost.Accepted;
            tried += cost.Attempts;
        }

        Assert.InRange(kept / tried, 0.3, 0.9);
        Near.Absolute(1 - (kept / tried), run.RejectedShare, 1e-12);
        Near.Absolute(1 - (kept / tried), AdaptiveTotals.Of(run).RejectedShare, 1e-12);
        double evaluations = run.Evaluations.Sum() / 9.0;
        Near.Absolute(evaluations, run.MeanEvaluations, 1e-12);
        Near.Absolute(evaluations, AdaptiveTotals.Of(run).MeanEvaluations, 1e-12);
    }

    [Fact]
    public void What_cannot_be_reached_is_told()
    {
        var few = new AdaptiveFlow(EmbeddedTableau.DormandPrince, new Tolerance(1e-8, 1e-8, MostSteps: 5));
        StepLimitException limit = Assert.Throws<StepLimitException>(() => AdaptiveSampler.Sample(
            Process, Data.Score<double>(), few, 2, 1, new SamplerOptions { FirstSample = 40 }));
        Assert.Equal(40, limit.Sample);
        Assert.InRange(limit.Time, 0.5, 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Tolerance(Absolute: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Tolerance(Relative: double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AdaptiveFlow(EmbeddedTableau.DormandPrince, new Tolerance(), End: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AdaptiveReverse(new Tolerance(), End: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AdaptiveFlow(EmbeddedTableau.DormandPrince, new Tolerance(), End: 0.9991));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AdaptiveReverse(new Tolerance(), End: 0.9991));
        Assert.Equal(0.999, new AdaptiveFlow(EmbeddedTableau.DormandPrince, new Tolerance(), End: 0.999).End);
        Assert.Equal(0.999, new AdaptiveReverse(new Tolerance(), End: 0.999).End);
    }

    private static AdaptiveSamples<double> Run(string name, double tolerance)
    {
        EmbeddedTableau tableau = name == "dopri5" ? EmbeddedTableau.DormandPrince : EmbeddedTableau.Tsitouras;
        MixtureLaw start = Law.At(Process.At(1));
        double[] quantiles = [.. Enumerable.Range(0, 32).Select(i => start.Quantile((i + 0.5) / 32))];
        return AdaptiveSampler.Solve<double>(
            Process, new MixtureScore(Law), new AdaptiveFlow(tableau, new Tolerance(tolerance, tolerance), End, Denoises: false), quantiles, 0);
    }

    private static double Error(AdaptiveSamples<double> run)
    {
        MixtureLaw end = Law.At(Process.At(End));
        return Math.Sqrt(run.Values.Select((x, i) => Math.Pow(x - end.Quantile((i + 0.5) / 32), 2)).Average());
    }
}
