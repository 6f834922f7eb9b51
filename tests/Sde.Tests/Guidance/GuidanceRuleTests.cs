using ScoreSde.Guidance;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;

namespace ScoreSde.Tests.Guidance;

public sealed class GuidanceRuleTests
{
    private const int Dimension = 3;

    private static readonly VariancePreserving Process = new(new LinearSchedule());
    private static readonly GaussianMixture Narrow = GaussianMixture.Of(Gaussian.Isotropic([1, 1, 1], 0.25));
    private static readonly GaussianMixture Wide = GaussianMixture.Of(Gaussian.Isotropic([0, 0, 0], 1));

    [Fact]
    public void A_plain_rule_has_the_bits_of_its_weight()
    {
        var rule = new GuidanceRule(2);
        Assert.True(rule.IsPlain);
        Assert.Equal(Drawn(Of(2)).Values, Drawn(new ClassifierFreeGuidance<double>(Narrow.Score<double>(), Wide.Score<double>(), rule)).Values);
        Assert.Equal(Drawn(Of(2)).Values, Drawn(With(rule with { Interval = new(0, double.PositiveInfinity) })).Values);
    }

    [Fact]
    public void Outside_the_interval_the_conditional_model_stands_alone_and_is_asked_once()
    {
        NoiseLevel middle = Process.At(0.4);
        foreach ((double low, double high, bool acts) in new[]
        {
            (0.5 * middle.Ratio, 2 * middle.Ratio, true), (0.5 * middle.Ratio, middle.Ratio, true), (middle.Ratio, 2 * middle.Ratio, false),
            (0, 0.9 * middle.Ratio, false), (1.1 * middle.Ratio, double.PositiveInfinity, false),
        })
        {
            ClassifierFreeGuidance<double> guided = With(new GuidanceRule(3) { Interval = new(low, high) });
            IDifferentiableScore<Tile<double>> expected = acts ? Of(3) : Narrow.Score<double>();
            Assert.Equal(Epsilon(expected, middle), Epsilon(guided, middle));
            Assert.Equal(Product(expected, middle), Product(guided, middle));
            Assert.Equal(acts ? 2 : 1, guided.EvaluationsAt(middle));
            Assert.Equal(acts ? 3 : 1, guided.Rule.WeightAt(middle));
        }
    }

    [Fact]
    public void A_run_counts_what_was_asked()
    {
        TimeGrid grid = Grids.Quadratic(8);
        double high = Process.At(grid.Times[3]).Ratio;
        Assert.Equal(16, Drawn(Of(3), grid).Evaluations);
        Assert.Equal(13, Drawn(With(new GuidanceRule(3) { Interval = new(0, high) }), grid).Evaluations);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.7)]
    [InlineData(1.0)]
    public void Rescaling_of_isotropic_Gaussians_multiplies_by_the_ratio_of_their_slopes(double share)
    {
        // ε = a (x − α m) with one mean for all numbers: deviations are |a| that of x, and so the factor is one of the level alone.
        const double Weight = 2.5;
        foreach (double time in new[] { 0.05, 0.4, 0.9 })
        {
            NoiseLevel level = Process.At(time);
            double square = level.MeanScale * level.MeanScale;
            double narrow = level.Deviation / ((0.25 * square) + level.Variance);
            double wide = level.Deviation / (square + level.Variance);
            double guided = (Weight * narrow) + ((1 - Weight) * wide);
            double factor = (share * Math.Abs(narrow / guided)) + 1 - share;
            double[] plain = Epsilon(Of(Weight), level);
            double[] rescaled = Epsilon(With(new GuidanceRule(Weight) { Rescale = share }), level);
            Assert.Equal(plain.Length, rescaled.Length);
            for (int i = 0; i < plain.Length; i++)
            {
                Near.Absolute(factor * plain[i], rescaled[i], 1e-12 * (1 + Math.Abs(plain[i])));
            }
        }
    }

    [Fact]
    public void Rescaled_wholly_each_sample_has_the_deviation_that_the_conditional_model_gives_it()
    {
        NoiseLevel level = Process.At(0.3);
        double[] conditional = Epsilon(Narrow.Score<double>(), level);
        double[] rescaled = Epsilon(With(new GuidanceRule(4) { Rescale = 1 }), level);
        for (int row = 0; row < conditional.Length; row += Dimension)
        {
            Near.Absolute(Deviation(conditional.AsSpan(row, Dimension)), Deviation(rescaled.AsSpan(row, Dimension)), 1e-13);
        }
    }

    [Fact]
    public void Rows_with_levels_of_their_own_follow_the_same_rule()
    {
        ClassifierFreeGuidance<double> guided = With(new GuidanceRule(3) { Interval = new(0.2, 1), Rescale = 0.6 });
        (Tile<double> x, Tile<double> together) = Tiles();
        NoiseLevel[] levels = [.. Enumerable.Range(0, x.Rows).Select(row => Process.At(0.05 + (0.1 * row)))];
        Assert.Contains(levels, guided.Rule.ActsAt);
        Assert.Contains(levels, level => !guided.Rule.ActsAt(level));
        guided.Evaluate(x, levels, [.. Enumerable.Range(0, x.Rows).Select(static row => (long)row)], together);
        for (int row = 0; row < x.Rows; row++)
        {
            double[] alone = Epsilon(guided, levels[row]);
            for (int j = 0; j < Dimension; j++)
            {
                Near.Absolute(alone[(row * Dimension) + j], together.Row(row)[j], 1e-13 * (1 + Math.Abs(alone[(row * Dimension) + j])));
            }
        }
    }

    [Fact]
    public void Samples_by_a_rule_have_the_same_bits_for_every_tile_and_thread_count()
    {
        var guided = new ClassifierFreeGuidance<float>(Narrow.Score<float>(), Wide.Score<float>(), new GuidanceRule(2) { Interval = new(0.1, 5), Rescale = 0.7 });
        SampleSet<float> Sample(int threads, int rows) => Sampler.Sample(
            Process, guided, new Heun(), Grids.Quadratic(6), 200, 3, new SamplerOptions { Threads = threads, TileRows = rows });
        Assert.Equal(Sample(1, 200).Values, Sample(2, 23).Values);
        Assert.Equal(Sample(1, 200).Values, Sample(3, 1).Values);
    }

    [Fact]
    public void Rules_without_sense_are_refused()
    {
        Refused.By("low", "at least 0", static () => new GuidanceInterval(-1, 2));
        Refused.By("low", "finite", static () => new GuidanceInterval(double.NaN, 2));
        Refused.By("high", "above 2", static () => new GuidanceInterval(2, 2));
        Refused.By("high", "above 0", static () => new GuidanceInterval(0, double.NaN));
        Refused.By("weight", "finite", static () => new GuidanceRule(double.NaN));
        Refused.By("value", "[0, 1]", static () => new GuidanceRule(2) { Rescale = 1.5 });
        IDifferentiableScore<Tile<double>> single = GaussianMixture.Of(Gaussian.Isotropic([0], 1)).Score<double>();
        Refused.By("rule", "one number", () => new ClassifierFreeGuidance<double>(single, single, new GuidanceRule(2) { Rescale = 0.5 }));
        Assert.Throws<NotSupportedException>(() => Product(With(new GuidanceRule(2) { Rescale = 0.5 }), Process.At(0.5)));
    }

    private static ClassifierFreeGuidance<double> Of(double weight) => new(Narrow.Score<double>(), Wide.Score<double>(), weight);

    private static ClassifierFreeGuidance<double> With(GuidanceRule rule) => new(Narrow.Score<double>(), Wide.Score<double>(), rule);

    private static SampleSet<double> Drawn(IScoreFunction<Tile<double>> score, TimeGrid? grid = null) =>
        Sampler.Sample(Process, score, new Ddim(), grid ?? Grids.Quadratic(8), 20, 5, new SamplerOptions());

    private static double[] Epsilon(IScoreFunction<Tile<double>> score, NoiseLevel level)
    {
        (Tile<double> x, Tile<double> epsilon) = Tiles();
        score.Evaluate(x, level, epsilon);
        return epsilon.Values.ToArray();
    }

    private static double[] Product(IDifferentiableScore<Tile<double>> score, NoiseLevel level)
    {
        (Tile<double> x, Tile<double> product) = Tiles();
        score.TransposedJacobianProduct(x, level, x, product);
        return product.Values.ToArray();
    }

    private static (Tile<double> X, Tile<double> Result) Tiles()
    {
        var space = new TileSpace<double>(9, Dimension);
        (Tile<double> x, Tile<double> result) = (space.Allocate(), space.Allocate());
        Wide.Sample(x.Values, Process.At(0.3), seed: 3);
        return (x, result);
    }

    private static double Deviation(ReadOnlySpan<double> row)
    {
        double mean = 0;
        double square = 0;
        foreach (double value in row)
        {
            mean += value / row.Length;
            square += value * value / row.Length;
        }

        return Math.Sqrt(square - (mean * mean));
    }
}
