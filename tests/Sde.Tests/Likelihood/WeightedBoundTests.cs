using ScoreSde.Discrete;
using ScoreSde.Likelihood;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.States;
using ScoreSde.Verification.Instruments;

namespace ScoreSde.Tests.Likelihood;

/// <summary>The importance-weighted bound against the chain's own density, which is normal for Gaussian data.</summary>
public sealed class WeightedBoundTests
{
    private static readonly LinearSchedule Schedule = new(0.1, 20);
    private static readonly VariancePreserving Process = new(Schedule);
    private static readonly NormalLaw Data = new(0.5, 0.09);

    /// <summary>E w = p_θ(x₀): the mean of e^(ln w) over 40,000 paths of one x₀ is the density within five of its standard errors, α = 6e-7.</summary>
    [Theory]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void The_mean_weight_of_a_path_is_the_density(double place)
    {
        const int Count = 40_000;
        DdpmChain chain = DdpmChain.FromSchedule(Schedule, 20);
        double[] rows = [.. Enumerable.Repeat(place, Count)];
        double[] weights = [.. Evaluate(chain, rows, 1).Values.Select(Math.Exp)];
        double mean = weights.Average();
        double error = Math.Sqrt(weights.Sum(w => (w - mean) * (w - mean)) / Count / Count);
        Near.Absolute(Math.Exp(LogModel(chain, place)), mean, 5 * error);
        Assert.InRange(error, 0, 0.02);
    }

    [Fact]
    public void It_rises_with_the_paths_from_the_variational_bound_to_the_chains_own_density()
    {
        DdpmChain chain = DdpmChain.FromSchedule(Schedule, 20);
        double[] rows = Rows(400);
        double exact = rows.Average(x => LogModel(chain, x));
        double plain = -VariationalBound.Evaluate<double>(chain, Process, Law.Score<double>(), rows, 7).Mean;
        WeightedTerms[] found = [.. new[] { 1, 8, 64, 512 }.Select(paths => Evaluate(chain, rows, paths))];
        Assert.Equal(found.Select(static terms => terms.Mean), found.Select(static terms => terms.Mean).Order());
        Near.Absolute(plain, found[0].Mean, 0.15);
        Assert.InRange(exact - found[0].Mean, 0.1, 0.3);
        Near.Absolute(exact, found[^1].Mean, 2e-3);
        Assert.All(found[^1].EffectivePaths, static effective => Assert.InRange(effective, 1, 512));
        Assert.Equal(Enumerable.Repeat(1.0, 400), found[0].EffectivePaths);
    }

    [Fact]
    public void A_sample_has_its_value_in_any_batch_and_bad_arguments_are_refused()
    {
        DdpmChain chain = DdpmChain.FromSchedule(Schedule, 5);
        double[] rows = Rows(300);
        double[] all = Evaluate(chain, rows, 3).Values;
        foreach (var options in new SamplerOptions[] { new() { Threads = 1, TileRows = 300 }, new() { Threads = 3, TileRows = 7 } })
        {
            Assert.Equal(all, Evaluate(chain, rows, 3, options).Values);
        }

        Assert.Equal(all[290..], Evaluate(chain, rows[290..], 3, new() { FirstSample = 290 }).Values);
        IScoreFunction<ScoreSde.States.Tile<double>> score = Law.Score<double>();
        Assert.Throws<ArgumentOutOfRangeException>(() => WeightedBound.Evaluate<double>(chain, Process, score, rows, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => WeightedBound.Evaluate<double>(chain, Process, score, rows, 900_000_000, 1));
        Assert.Throws<ArgumentException>(() => WeightedBound.Evaluate<double>(chain, Process, score, Array.Empty<double>(), 1, 1));
        Refused.By("kernel", "learned no variance", () => WeightedBound.Evaluate<double>(chain, Process, score, rows, 1, 1, ReverseKernel.Learned));
        Refused.By("kernel", "not for Optimal", () => WeightedBound.Evaluate<double>(chain, Process, score, rows, 1, 1, ReverseKernel.Optimal));
    }

    /// <summary>ln σ² = v ln β + (1 − v) ln β̃ at every step of the chain: at w = 1 the bounds are those of β, at w = −1 those of β̃, and between a path of three steps is written out.</summary>
    [Theory]
    [InlineData(1, ReverseKernel.Beta)]
    [InlineData(-1, ReverseKernel.PosteriorBeta)]
    public void A_learned_variance_at_the_ends_of_its_range_is_one_of_the_chains(double w, ReverseKernel kernel)
    {
        DdpmChain chain = DdpmChain.FromSchedule(Schedule, 7);
        double[] rows = Rows(40);
        var learned = new Learned(_ => w);
        double[] weighted = WeightedBound.Evaluate<double>(chain, Process, learned, rows, 2, 7, ReverseKernel.Learned).Values;
        double[] expected = WeightedBound.Evaluate<double>(chain, Process, learned, rows, 2, 7, kernel).Values;
        Assert.All(expected.Zip(weighted), static pair => Near.Absolute(pair.First, pair.Second, 1e-9 * (1 + Math.Abs(pair.First))));
        Near.Absolute(
            VariationalBound.Evaluate<double>(chain, Process, learned, rows, 7, kernel: kernel).Mean, VariationalBound.Evaluate<double>(chain, Process, learned, rows, 7, kernel: ReverseKernel.Learned).Mean, 1e-9);
    }

    [Fact]
    public void A_path_of_a_learned_variance_is_weighed_step_by_step()
    {
        // ln w = Σ ln N(x_(i−1); μ, σ²) − ln N(x_i; √(1−β) x_(i−1), β) + ln N(x_T; 0, 1), with the noises by their names and another w at every step.
        const double Start = 0.8;
        DdpmChain chain = DdpmChain.FromSchedule(Schedule, 3);
        var learned = new Learned(static level => (2 * level.Time) - 0.9);
        double found = WeightedBound.Evaluate<double>(chain, Process, learned, new[] { Start }, 1, 7, ReverseKernel.Learned).Values[0];
        (double x, double expected) = (Start, 0);
        var noise = new double[1];
        for (int i = 1; i <= 3; i++)
        {
            double beta = chain.Beta(i);
            ScoreSde.Noise.Normals.Fill<double>(noise, 1, 0, new ScoreSde.Noise.NoiseKey(7, (uint)(3 + i), ScoreSde.Noise.NoisePurpose.Forward), 1);
            double next = (Math.Sqrt(1 - beta) * x) + (Math.Sqrt(beta) * noise[0]);
            double mean = (next - (beta * Learned.Epsilon(next, Process.At(chain.TimeOf(i))) / Math.Sqrt(chain.NoiseVariance(i)))) / Math.Sqrt(1 - beta);
            int at = Math.Max(i, 2);
            double lower = chain.Beta(at) * chain.NoiseVariance(at - 1) / chain.NoiseVariance(at);
            double v = ((2 * chain.TimeOf(i)) + 0.1) / 2;
            double variance = Math.Exp((v * Math.Log(beta)) + ((1 - v) * Math.Log(Math.Min(beta, lower))));
            expected += LogNormal(x, mean, variance) - LogNormal(next, Math.Sqrt(1 - beta) * x, beta);
            x = next;
        }

        Near.Absolute(expected + LogNormal(x, 0, 1), found, 1e-10);

        static double LogNormal(double x, double mean, double variance) => -0.5 * (((x - mean) * (x - mean) / variance) + Math.Log(2 * Math.PI * variance));
    }

    private sealed class Learned(Func<NoiseLevel, double> w) : IScoreFunction<Tile<double>>, ILearnedVariance<Tile<double>>
    {
        public int Dimension => 1;

        public static double Epsilon(double x, NoiseLevel level) => level.Deviation * (x - (level.MeanScale * Data.Mean)) / ((level.MeanScale * level.MeanScale * Data.Variance) + level.Variance);

        public void Evaluate(Tile<double> x, NoiseLevel level, Tile<double> epsilon)
        {
            for (int i = 0; i < x.Values.Length; i++)
            {
                epsilon.Values[i] = Epsilon(x.Values[i], level);
            }
        }

        public bool TryEvaluateWithVariance(Tile<double> x, NoiseLevel level, Tile<double> epsilon, Tile<double> variance)
        {
            Evaluate(x, level, epsilon);
            variance.Values.Fill(w(level));
            return true;
        }
    }

    private static GaussianMixture Law { get; } = GaussianMixture.Of(Gaussian.Isotropic([0.5], 0.09));

    private static double[] Rows(int count)
    {
        var rows = new double[count];
        Law.Sample<double>(rows, Process.At(0), 3);
        return rows;
    }

    private static WeightedTerms Evaluate(DdpmChain chain, double[] rows, int paths, SamplerOptions? options = null) =>
        WeightedBound.Evaluate<double>(chain, Process, Law.Score<double>(), rows, paths, 7, options: options);

    // N(0, 1) carried down by x_{i−1} = (x − β ε/√(1−ᾱ))/√(1−β) + √β z with ε = √(1−ᾱ) (x − √ᾱ m)/v_i, noise at i = 1 too.
    private static double LogModel(DdpmChain chain, double x)
    {
        (double mean, double variance) = (0, 1);
        for (int i = chain.Steps; i >= 1; i--)
        {
            double beta = chain.Beta(i);
            double v = (chain.AlphaBar(i) * Data.Variance) + chain.NoiseVariance(i);
            double slope = (1 - (beta / v)) / Math.Sqrt(1 - beta);
            mean = (slope * mean) + (beta / v * Math.Sqrt(chain.AlphaBar(i)) * Data.Mean / Math.Sqrt(1 - beta));
            variance = (slope * slope * variance) + beta;
        }

        return -0.5 * (((x - mean) * (x - mean) / variance) + Math.Log(2 * Math.PI * variance));
    }
}
