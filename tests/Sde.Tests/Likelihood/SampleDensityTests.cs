using ScoreSde.Discrete;
using ScoreSde.Likelihood;
using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.Solvers.AsPublished;
using ScoreSde.States;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Instruments;

namespace ScoreSde.Tests.Likelihood;

/// <summary>ln p along samples: the formula on Gaussian data, the bits, what it is for a chain, and which methods carry it.</summary>
public sealed class SampleDensityTests
{
    private static readonly VariancePreserving Process = new(new LinearSchedule(0.1, 20));
    private static readonly NormalLaw Data = new(0.5, 0.09);

    public static TheoryData<double> Rates => [0, 0.5, 1, 2];

    /// <summary>
    /// d ln p = (d f + ½ r g² ‖s‖² − ½ (1 − r) g² div s) δ + √r g s·dW for any rate r: what ln p of Gaussian data does in one short step of the reverse SDE, a polynomial of degree 2 in the step's
    /// normal, has this mean to order δ² and this factor of the normal to order δ^(3/2).
    /// </summary>
    [Theory]
    [MemberData(nameof(Rates))]
    public void The_density_of_gaussian_data_moves_as_the_formula_says(double r)
    {
        const double Time = 0.3;
        const double X = 0.9;
        (double f, double g2) = (Process.DriftRate(Time), Process.DiffusionSquared(Time));
        NormalLaw law = Data.At(Process.At(Time));
        double s = -(X - law.Mean) / law.Variance;
        double divergence = -1 / law.Variance;
        double drift = f + (0.5 * r * g2 * s * s) - (0.5 * (1 - r) * g2 * divergence);
        foreach (double delta in new[] { 1e-3, 1e-4 })
        {
            double m = X + (delta * ((-f * X) + (0.5 * (1 + r) * g2 * s)));
            double d = Math.Sqrt(r * g2 * delta);
            NormalLaw next = Data.At(Process.At(Time - delta));

            // ln p(m + d z) − ln p(X): its mean over z and its factor of z.
            double mean = (-0.5 * ((((m - next.Mean) * (m - next.Mean)) + (d * d)) / next.Variance)) - (0.5 * Math.Log(next.Variance))
                + (0.5 * (X - law.Mean) * (X - law.Mean) / law.Variance) + (0.5 * Math.Log(law.Variance));
            Near.Absolute(drift * delta, mean, 300 * delta * delta);
            Near.Absolute(Math.Sqrt(r * g2 * delta) * s, -d * (m - next.Mean) / next.Variance, 100 * Math.Pow(delta, 1.5));
        }
    }

    /// <summary>The ratio of a step of Euler–Maruyama is the same increment for rate 1, up to (z² − 1) δ.</summary>
    [Fact]
    public void The_ratio_of_a_short_step_is_the_increment_of_the_formula()
    {
        const double Time = 0.3;
        const double X = 0.9;
        const double S = -1.7;
        (double f, double g2) = (Process.DriftRate(Time), Process.DiffusionSquared(Time));
        foreach (double delta in new[] { 1e-3, 1e-4 })
        {
            var step = new GridStep(0, 1, Process.At(Time), Process.At(Time - delta), 0);
            double d = Math.Sqrt(g2 * delta);
            var ratio = StepRatio.Of(in step, d);
            double Of(double z) => ratio.At(X, z, X + (delta * ((-f * X) + (g2 * S))) + (d * z));
            Near.Absolute((f + (0.5 * g2 * S * S)) * delta, 0.5 * (Of(1) + Of(-1)), 300 * delta * delta);
            Near.Absolute(d * S, 0.5 * (Of(1) - Of(-1)), 100 * Math.Pow(delta, 1.5));
        }
    }

    [Fact]
    public void Samples_keep_their_bits_and_densities_have_theirs_in_any_tile_thread_and_shard()
    {
        IScoreFunction<Tile<float>> score = GaussianMixture.Ring().Score<float>();
        TimeGrid grid = Grids.UniformLambda(Process, 12);
        SampleDensities<float> all = SampleDensity.Sample(Process, score, new EulerMaruyama(), grid, 301, 5);
        Assert.Equal(Sampler.Sample(Process, score, new EulerMaruyama(), grid, 301, 5).Values, all.Samples.Values);
        Assert.Equal(12, all.Samples.Evaluations);
        foreach (var options in new SamplerOptions[] { new() { Threads = 1, TileRows = 301 }, new() { Threads = 3, TileRows = 7 } })
        {
            Assert.Equal(all.LogDensities, SampleDensity.Sample(Process, score, new EulerMaruyama(), grid, 301, 5, options).LogDensities);
        }

        Assert.Equal(all.LogDensities[290..], SampleDensity.Sample(Process, score, new EulerMaruyama(), grid, 11, 5, new() { FirstSample = 290 }).LogDensities);
        Near.Absolute(all.LogDensities.Average(), all.Mean, 1e-12);
        Assert.InRange(all.StandardError, 0.01, 1);
    }

    /// <summary>
    /// Of the DDPM chain itself, whatever its steps: E e^(ln p_θ − ln p̂) = 1, and ln p̂ is above ln p_θ in the mean by what the exact moments say; both within five standard errors of 40,000 samples, α = 6e-7 each.
    /// The weighted bound comes from below.
    /// </summary>
    [Fact]
    public void The_densities_of_a_chains_samples_lie_above_its_own_density_as_its_bound_lies_below()
    {
        const int Count = 40_000;
        const int Steps = 20;
        var end = new TimeGrid("to the second level", [.. Enumerable.Range(0, Steps).Select(static i => 1 - ((double)i / Steps))]);
        var law = GaussianMixture.Of(Gaussian.Isotropic([Data.Mean], Data.Variance));
        var chain = new Ancestral(new ForwardVariance());
        SampleDensities<double> found = SampleDensity.Sample(Process, law.Score<double>(), chain, end, Count, 11);
        NormalLaw own = ExactMoments.Map(chain, Process, Data, end).Push(new NormalLaw(0, 1));
        double[] exact = [.. found.Samples.Values.Select(x => (-0.5 * (x - own.Mean) * (x - own.Mean) / own.Variance) - (0.5 * Math.Log(2 * Math.PI * own.Variance)))];
        double[] inverse = [.. exact.Zip(found.LogDensities, static (a, b) => Math.Exp(a - b))];
        Near.Absolute(1, inverse.Average(), 5 * ErrorOf(inverse));
        double[] above = [.. found.LogDensities.Zip(exact, static (a, b) => a - b)];
        (double mean, double variance) = DensityErrors.Of(chain, Process, Data, new NormalLaw(0, 1), static law => law, end, static ratio => ratio);
        Near.Absolute(mean, above.Average(), 5 * ErrorOf(above));
        Near.Absolute(Math.Sqrt(variance), ErrorOf(above) * Math.Sqrt(Count), 0.05 * Math.Sqrt(variance));
        Assert.InRange(mean, 0.02, 0.5);
    }

    [Fact]
    public void Every_method_carries_a_density_or_says_why_not()
    {
        TimeGrid above = LevelsAbove(8);
        var reasons = KnownSolvers.All.Where(static solver => solver.Facts.IsStochastic)
            .ToDictionary(static solver => solver.Facts.Name, solver => (Solver: solver, Reason: SampleDensity.Refusal(solver, Process, above)));
        Assert.Equal(
            ["em", "reverse-diffusion", "ddpm-beta", "ddpm-posterior", "ddim-1", "sde-dpmpp-1", "sde-dpmpp-2m", "sde-dpmpp-3m", "dpmpp-2s-a", "sa-1", "sa-2", "sa-3"],
            reasons.Where(static pair => pair.Value.Reason is null).Select(static pair => pair.Key));
        Assert.All(reasons.Values.Where(static found => found.Reason is null), found => Assert.All(
            SampleDensity.Sample(Process, GaussianMixture.Ring().Score<double>(), found.Solver, above, 5, 1).LogDensities, static value => Assert.True(double.IsFinite(value))));
        Assert.All(["dpmpp-sde", "seeds-2", "seeds-3", "stochastic-heun", "sra1", "shark"], name => Assert.Contains("goes on with the model after noise", reasons[name].Reason, StringComparison.Ordinal));
        Assert.All(["pc", "pc-snr"], name => Assert.Contains("draws more in a step", reasons[name].Reason, StringComparison.Ordinal));
        Assert.All(["heun-churn", "restart-heun"], name => Assert.Contains("draws no noise in its step", reasons[name].Reason, StringComparison.Ordinal));
    }

    [Fact]
    public void What_has_no_density_is_refused_with_the_reason()
    {
        TimeGrid grid = Grids.UniformLambda(Process, 8);
        IScoreFunction<Tile<double>> score = GaussianMixture.Ring().Score<double>();
        void By(string part, ISolver solver, IDiffusionProcess process, TimeGrid times)
        {
            Assert.Contains(part, SampleDensity.Refusal(solver, process, times), StringComparison.Ordinal);
            Refused.By("solver", part, () => SampleDensity.Sample(process, score, solver, times, 3, 1));
        }

        By("draws no noise: ln p along the flow", new Heun(), Process, grid);
        By("in its step to t = 0", new Ancestral(new ForwardVariance()), Process, grid);
        By("adds 0.5 times the noise", new EulerMaruyama(0.5), Process, grid);
        By("adds 1.01 times the noise", new EulerMaruyama(1.01), Process, grid);
        By("adds 0.25 times the noise", new Ddim(0.5), Process, LevelsAbove(8));
        By("draws no noise in its step from", new EulerMaruyama(new NoiseRate(1, 0.1, 1)), Process, grid);
        By("begins at α = 0", new EulerMaruyama(), new RectifiedFlow(), new TimeGrid("from 1", [1, 0.5, 0]));
        By("more of a model", new LearnedAncestral(), Process, grid);
        Assert.Null(SampleDensity.Refusal(new EulerMaruyama(), new RectifiedFlow(), new TimeGrid("below 1", [0.99, 0.5, 0])));
        Assert.Throws<ArgumentOutOfRangeException>(() => SampleDensity.Sample(Process, score, new EulerMaruyama(), grid, 0, 1));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Densities_of_a_mixture_come_near_the_closed_form_by_steps(bool explodes)
    {
        IDiffusionProcess process = explodes ? new VarianceExploding(new GeometricSchedule(0.01, 50)) : Process;
        var law = GaussianMixture.Ring();
        double[] errors = [.. new[] { 400, 1600 }.Select(steps =>
        {
            SampleDensities<double> found = SampleDensity.Sample(process, law.Score<double>(), new EulerMaruyama(), Grids.UniformLambda(process, steps), 500, 3);
            return Math.Sqrt(found.LogDensities.Select((value, i) => value - law.LogDensity(found.Samples[i], process.At(0))).Average(static e => e * e));
        })];
        Assert.InRange(errors[0] / errors[1], 1.6, 2.6);
        Assert.InRange(errors[1], 0.1, 0.9);
    }

    [Fact]
    public void To_look_at_a_method_draws_none_of_a_runs_noise()
    {
        int draws = 0;
        using (NoiseLedger.Read((_, _, _) => draws++))
        {
            Assert.Null(SampleDensity.Refusal(new EulerMaruyama(), Process, Grids.UniformLambda(Process, 8)));
        }

        Assert.Equal(0, draws);
    }

    private static TimeGrid LevelsAbove(int steps) => new("above 0", [.. Enumerable.Range(0, steps + 1).Select(i => 1 - (0.95 * i / steps))]);

    private static double ErrorOf(double[] values)
    {
        double mean = values.Average();
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / values.Length / values.Length);
    }
}
