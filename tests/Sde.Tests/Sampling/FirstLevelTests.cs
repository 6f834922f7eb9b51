using ScoreSde.Adaptive;
using ScoreSde.Discrete;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Schedules;
using ScoreSde.Solvers;
using ScoreSde.Tests.Adaptive;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Instruments;

namespace ScoreSde.Tests.Sampling;

/// <summary>A run starts from the law of its grid's first level.</summary>
public sealed class FirstLevelTests
{
    private static readonly IDiffusionProcess[] Processes =
    [
        new VariancePreserving(new LinearSchedule(0.1, 20)),
        new VariancePreserving(new CosineSchedule()),
        new SubVariancePreserving(new LinearSchedule(0.1, 20)),
        new VarianceExploding(new GeometricSchedule(0.01, 50)),
    ];

    // Exact moments of 5 steps of DDIM on data of variance 1 and 2: what is left is DDIM's own error, which a grid from t = 1 has too.
    [Theory]
    [InlineData("leading")]
    [InlineData("trailing")]
    [InlineData("linspace")]
    public void Index_grids_of_five_steps_keep_the_variance(string rule)
    {
        int[] indices = rule switch
        {
            "leading" => IndexGrids.Leading(1000, 5),
            "trailing" => IndexGrids.Trailing(1000, 5),
            _ => IndexGrids.Linspace(1000, 5),
        };
        TimeGrid grid = IndexGrids.ToTimeGrid(ScoreSde.Discrete.DdpmChain.Linear(1000), indices, rule);
        foreach (IDiffusionProcess process in Processes)
        {
            foreach (double variance in new[] { 1.0, 2 })
            {
                var data = new NormalLaw(0, variance);
                double prior = process.PriorDeviationAt(process.At(grid.Times[0]));
                double drawn = ExactMoments.Map(new Ddim(), process, data, grid).Push(new NormalLaw(0, prior * prior)).Variance;
                double right = ExactMoments.Map(new Ddim(), process, data, grid).Push(data.At(process.At(grid.Times[0]))).Variance;

                // The start is the law at that level up to the data that is left there, which is not known.
                Assert.InRange(drawn / right, 0.9, 1.1);
                Assert.InRange(Math.Sqrt(drawn / variance), 0.55, 1.3);
            }
        }
    }

    [Fact]
    public void At_one_the_start_is_the_prior_and_below_it_the_noise_of_the_level()
    {
        foreach (IDiffusionProcess process in Processes)
        {
            Near.Relative(process.PriorDeviation, process.PriorDeviationAt(process.At(1)), 1e-15);
            Near.Relative(process.PriorDeviation, ((IDiffusionProcess)new Plain(process)).PriorDeviationAt(process.At(1)), 1e-15);
        }

        IDiffusionProcess exploding = Processes[3];
        Assert.Equal(exploding.At(0.8).Deviation, exploding.PriorDeviationAt(exploding.At(0.8)));
        Near.Relative(exploding.At(0.8).Deviation, ((IDiffusionProcess)new Plain(exploding)).PriorDeviationAt(exploding.At(0.8)), 1e-12);
        Near.Relative(1, ((IDiffusionProcess)new Plain(Processes[0])).PriorDeviationAt(Processes[0].At(0.5)), 1e-9);
        Assert.Equal(1, Processes[0].PriorDeviationAt(Processes[0].At(0.2)));
    }

    [Fact]
    public void Samplers_and_adaptive_methods_draw_it()
    {
        IDiffusionProcess process = Processes[3];
        var range = new TimeRange(0.01, 0.7);
        var score = new Reserved(ScoreSde.Scores.GaussianMixture.Ring(2, 1, 0.5), range);
        double[] prior = Sampler.Sample(process, score, new Idle(), new TimeGrid("idle", 0.7, 0.5), 2000, 3).Values;
        double size = Math.Sqrt(prior.Average(static value => value * value));
        Assert.InRange(size / process.At(0.7).Deviation, 0.93, 1.07);
        double[] sampled = Sampler.Sample(process, score, new RungeKuttaInRatio(ButcherTableau.Classical4), Grids.UniformLambda(process, 60, 0.7, 0.01), 5, 3).Values;
        double[] adaptive = AdaptiveSampler.Sample(
            process, score, new AdaptiveFlow(EmbeddedTableau.DormandPrince, new Tolerance(1e-6, 1e-6)), 5, 3).Values;
        Assert.All(sampled.Zip(adaptive), static pair => Near.Absolute(pair.First, pair.Second, 1e-3));
    }

    /// <summary>A process of somebody else, which does not say what a run starts from below t = 1.</summary>
    private sealed class Plain(IDiffusionProcess inner) : IDiffusionProcess
    {
        public string Name => inner.Name;

        public INoiseSchedule Schedule => inner.Schedule;

        public double PriorDeviation => inner.PriorDeviation;

        public double DriftRate(double t) => inner.DriftRate(t);

        public double DiffusionSquared(double t) => inner.DiffusionSquared(t);

        public NoiseLevel At(double t) => inner.At(t);

        public NoiseLevel AtLambda(double lambda) => inner.AtLambda(lambda);
    }
}
