using ScoreSde.Adaptive;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Tests.Adaptive;

/// <summary>The reverse SDE with steps of its own choice: the noise of a rejected step must be kept.</summary>
public sealed class AdaptiveReverseTests
{
    private const int Samples = 400;
    private const double Variance = 0.09;
    private const double End = 0.01;
    private static readonly VariancePreserving Process = new(new LinearSchedule(0.1, 20));

    /// <summary>
    /// Variance of one-dimensional Gaussian data, over the exact one. 20,000 samples give 1.04 with noise kept and 1.95 with noise redrawn; the
    /// standard error is √(2/400) = 7 % of the value, and the bounds are more than four and a half of them away.
    /// </summary>
    [Fact]
    [Trait("Category", "Once")]
    public void Redrawn_noise_makes_the_law_too_wide_and_kept_noise_does_not()
    {
        var tolerance = new Tolerance(0.05, 0.0078);
        double kept = Ratio(tolerance, RejectedNoise.Kept, out double keptShare);
        double redrawn = Ratio(tolerance, RejectedNoise.Redrawn, out double redrawnShare);
        Assert.InRange(kept, 0.72, 1.41);
        Assert.InRange(redrawn, 1.42, 2.7);
        Assert.InRange(keptShare, 0.3, 0.5);
        Assert.InRange(redrawnShare, 0.3, 0.5);
    }

    /// <summary>
    /// Of a run without rejections the states that the model is asked at are x, then the end of its Euler step and the step's own end in turns: the noise is read off
    /// the first two, and the third is x + ½ (K₁ + K₂), K₂ being the increment of the drift and of the noise at the end.
    /// </summary>
    [Fact]
    public void A_step_goes_by_the_mean_of_the_increments_at_its_ends_with_one_noise()
    {
        var model = new Asked();
        var method = new AdaptiveReverse(new Tolerance(0.9, 1e6), End, Denoises: false);
        AdaptiveSamples<double> run = AdaptiveSampler.Sample(Process, model, method, 1, 3);
        Assert.Equal((1 + (2 * run.Costs[0].Accepted), 0), (model.States.Count, run.Costs[0].Rejected));
        Assert.InRange(run.Costs[0].Accepted, 3, 100);
        Near.Absolute(0.01, model.States[0].Level.Time - model.States[1].Level.Time, 1e-8, "the first step, in t");
        for (int k = 0; k + 2 < model.States.Count; k += 2)
        {
            ((double x, NoiseLevel from), (double euler, NoiseLevel to), double end) = (model.States[k], model.States[k + 1], model.States[k + 2].X);
            double h = from.Time - to.Time;
            double noise = (euler - x + (h * Drift(x, from))) / Diffusion(from);
            double second = (Diffusion(to) * noise) - (h * Drift(euler, to));
            Near.Absolute(x + ((euler - x + second) / 2), end, 1e-12 * (1 + Math.Abs(second)), $"step {k / 2}");
        }

        static double Diffusion(NoiseLevel level) => Math.Sqrt(Process.DiffusionSquared(level.Time));
        static double Drift(double x, NoiseLevel level) =>
            (Process.DriftRate(level.Time) * x) + (Process.DiffusionSquared(level.Time) / level.Deviation * Math.Sin(x));
    }

    /// <summary>What is taken on to t = 0 is x̂₀ = (x − σ ε)/α of the state at the end, with the evaluation that the last step made.</summary>
    [Fact]
    public void A_sample_goes_on_to_its_prediction()
    {
        var raw = new AdaptiveReverse(new Tolerance(0.05, 0.01), End, Denoises: false);
        var score = new GaussianNoise(Variance, 1);
        AdaptiveSamples<double> noisy = AdaptiveSampler.Sample(Process, score, raw, 5, 3);
        AdaptiveSamples<double> clean = AdaptiveSampler.Sample(Process, score, raw with { Denoises = true }, 5, 3);
        NoiseLevel end = Process.At(End);
        double share = (1 - (end.Variance / ((end.MeanScale * end.MeanScale * Variance) + end.Variance))) / end.MeanScale;
        Assert.All(clean.Values.Zip(noisy.Values), pair => Assert.Equal(share * pair.Second, pair.First, 1e-9));
        Assert.Equal(noisy.Evaluations, clean.Evaluations);
    }

    [Fact]
    public void The_two_methods_say_which_noise_they_keep()
    {
        var kept = new AdaptiveReverse(new Tolerance(), End, Rejected: RejectedNoise.Kept);
        var drawn = new AdaptiveReverse(new Tolerance(), End, Rejected: RejectedNoise.Redrawn);
        Assert.Equal(("adaptive-sde", "adaptive-sde-redrawn"), (kept.Name, drawn.Name));
        Assert.DoesNotContain("redrawn", kept.Title, StringComparison.Ordinal);
        Assert.Contains("redrawn", drawn.Title, StringComparison.Ordinal);
    }

    private sealed class Asked : IScoreFunction<Tile<double>>
    {
        public List<(double X, NoiseLevel Level)> States { get; } = [];

        public int Dimension => 1;

        public void Evaluate(Tile<double> x, NoiseLevel level, Tile<double> epsilon)
        {
            States.Add((x.Values[0], level));
            epsilon.Values[0] = Math.Sin(x.Values[0]);
        }
    }

    private static double Ratio(Tolerance tolerance, RejectedNoise rejected, out double share)
    {
        var method = new AdaptiveReverse(tolerance, End, Denoises: false, rejected);
        AdaptiveSamples<double> run = AdaptiveSampler.Sample(Process, new GaussianNoise(Variance, 1), method, Samples, 3);
        NoiseLevel end = Process.At(End);
        for (int i = 0; i < Samples; i++)
        {
            Assert.Equal(1 + (2 * run.Costs[i].Accepted) + run.Costs[i].Rejected, run.Evaluations[i]);
        }

        share = run.RejectedShare;
        return run.Values.Average(static x => x * x) / ((end.MeanScale * end.MeanScale * Variance) + end.Variance);
    }
}
