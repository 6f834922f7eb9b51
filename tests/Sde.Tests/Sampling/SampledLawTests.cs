using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Instruments;

namespace ScoreSde.Tests.Sampling;

/// <summary>
/// The law of real samples where no closed form exists for the method: non-Gaussian data, fine grids, pinned seeds.
/// </summary>
[Trait("Category", "Once")]
public sealed class SampledLawTests
{
    private const int Count = 4000;

    // Kolmogorov and Smirnov: P(√n D > 2.5) = 2 e^(−2 · 2.5²) = 7.5e-6.
    private const double Critical = 2.5;

    public static TheoryData<string> Exact => ["em", "reverse-diffusion", "ddpm-beta", "ddpm-posterior", "ddim", "heun", "heun-t"];

    [Theory]
    [MemberData(nameof(Exact))]
    public void Samples_of_a_mixture_follow_its_law_at_the_end_of_a_fine_grid(string name)
    {
        // 300 steps leave a bias far below 1/√4000.
        var process = new VariancePreserving(new LinearSchedule());
        const double End = 0.02;
        ISolver solver = KnownSolvers.All.Single(known => known.Facts.Name == name);
        GaussianMixture data = new([Gaussian.Isotropic([-1], 0.04), Gaussian.Isotropic([0.8], 0.16)], [0.3, 0.7]);
        double[] x = Sampler.Sample(
            process, new MixtureScore(new MixtureLaw((0.3, -1, 0.04), (0.7, 0.8, 0.16))), solver, Grids.Quadratic(300, End), Count, 17).Values;
        Array.Sort(x);
        double distance = 0;
        MixtureLaw law = new MixtureLaw((0.3, -1, 0.04), (0.7, 0.8, 0.16)).At(process.At(End));
        for (int i = 0; i < Count; i++)
        {
            double below = law.Below(x[i]);
            distance = Math.Max(distance, Math.Max(below - ((double)i / Count), ((i + 1.0) / Count) - below));
        }

        Assert.Equal(1, data.Dimension);
        Assert.InRange(Math.Sqrt(Count) * distance, 0.2, Critical);
    }

    [Fact]
    public void The_signal_to_noise_corrector_keeps_the_law_of_a_gaussian_up_to_its_known_excess()
    {
        // Per sample the step is random: E over z and s of the stationary excess is about η/2 ≈ r²; with r = 0.02 it is below the
        // standard error of a variance, √(2/n). z-scores beyond 4.6 have α = 4e-6.
        const int Dimension = 16;
        var process = new VariancePreserving(new LinearSchedule());
        var score = GaussianMixture.Of(Gaussian.Isotropic(new double[Dimension], 1)).Score<double>();
        var solver = new PredictorCorrector(new Ancestral(new ForwardVariance()), new SignalToNoiseLangevin(0.02), 2);
        double[] x = Sampler.Sample(process, score, solver, Grids.Uniform(30, 0.05), 1000, 23).Values;
        double second = x.Sum(static value => value * value) / x.Length;
        double error = Math.Sqrt(2.0 / x.Length);
        Assert.InRange((second - 1) / error, -4.6, 4.6);
        double mean = x.Sum() / x.Length;
        Assert.InRange(mean * Math.Sqrt(x.Length), -4.6, 4.6);
    }

    [Fact]
    public void A_large_signal_to_noise_ratio_widens_the_law_as_theory_says()
    {
        // η = 2 r² ‖z‖²/‖s‖² with s = −x: at stationarity V = (1 − η)² V + 2η with η = 2 r²/V, so V = 1 + r² up to O(1/d); the
        // constant of that is near 6.
        const int Dimension = 2048;
        const double R = 0.4;
        var process = new VariancePreserving(new LinearSchedule());
        var score = GaussianMixture.Of(Gaussian.Isotropic(new double[Dimension], 1)).Score<double>();
        var solver = new PredictorCorrector(new Ddim(), new SignalToNoiseLangevin(R), 40);
        double[] x = Sampler.Sample(process, score, solver, new TimeGrid("one short step", 0.5, 0.5 - 1e-9), 24, 29).Values;
        double second = x.Sum(static value => value * value) / x.Length;
        Near.Relative(1 + (R * R), second, 0.01 + (6.0 / Dimension));
    }
}
