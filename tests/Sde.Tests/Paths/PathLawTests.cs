using FsCheck.Fluent;
using ScoreSde.Noise;
using ScoreSde.Paths;
using ScoreSde.Processes;
using ScoreSde.Schedules;

namespace ScoreSde.Tests.Paths;

/// <summary>
/// The law of a path, without sampling: on the space of affine forms an answer is a sum of independent normals with known factors,
/// whose covariances are sums of products.
/// </summary>
public sealed class PathLawTests
{
    private readonly AffineSpace space = new();
    private readonly BrownianPath<AffineState> path;

    public PathLawTests() => path = new BrownianPath<AffineState>(space, 7);

    [Fact]
    public void Increments_and_areas_of_any_interval_have_the_variances_of_Brownian_motion() =>
        Law.Holds(Gen.Choose(0, 1 << 20).ToArbitrary(), Gen.Choose(0, 1 << 20).ToArbitrary(), (p, q) =>
        {
            if (p == q)
            {
                return;
            }

            double a = p / (double)(1 << 20);
            double b = q / (double)(1 << 20);
            (AffineMap w, AffineMap h) = Ask(a, b);
            double length = Math.Abs(b - a);
            Near.Relative(length, Covariance(w, w), 1e-12, "Var W");
            Near.Relative(length / 12, Covariance(h, h), 1e-12, "Var H");
            Near.Absolute(0, Covariance(w, h), 1e-14 * length, "Cov(W, H)");
        });

    /// <summary>W(½) = ½ W + 3/2 H + ¼ z and W(1) − W(½) = ½ W − 3/2 H − ¼ z of W, √12 H and z standard normals by their names: signs too, for a path is the same for ever.</summary>
    [Fact]
    public void The_whole_is_halved_with_the_signs_of_its_formula()
    {
        double[] left = [.. Ask(0, 0.5).W.Noise.Values.Order()];
        double[] right = [.. Ask(0.5, 1).W.Noise.Values.Order()];
        double[] expected = [0.25, Math.Sqrt(3.0 / 16), 0.5];
        Assert.Equal((3, 3), (left.Length, right.Length));
        for (int i = 0; i < 3; i++)
        {
            Near.Absolute(expected[i], left[i], 1e-12);
            Near.Absolute(new[] { -expected[1], -0.25, 0.5 }[i], right[i], 1e-12);
        }
    }

    [Theory]
    [InlineData(0.1, 0.3, 0.3, 0.9)]
    [InlineData(0.25, 0.5, 0.75, 1)]
    [InlineData(0, 1e-6, 2e-6, 0.7)]
    public void Intervals_that_do_not_overlap_are_independent(double a, double b, double c, double d)
    {
        (AffineMap w1, AffineMap h1) = Ask(a, b);
        (AffineMap w2, AffineMap h2) = Ask(c, d);
        Near.Absolute(0, Covariance(w1, w2), 1e-15, "Cov(W, W')");
        Near.Absolute(0, Covariance(w1, h2), 1e-15, "Cov(W, H')");
        Near.Absolute(0, Covariance(h1, w2), 1e-15, "Cov(H, W')");
        Near.Absolute(0, Covariance(h1, h2), 1e-15, "Cov(H, H')");
    }

    [Fact]
    [Trait("Category", "Once")]
    public void Parts_of_an_interval_add_up_to_the_whole() =>
        Law.Holds(Gen.Choose(1, (1 << 20) - 1).ToArbitrary(), Gen.Choose(0, 1 << 20).ToArbitrary(), Gen.Choose(0, 1 << 20).ToArbitrary(), (p, q, r) =>
        {
            double[] times = [.. new[] { p, q, r }.Distinct().Order().Select(static n => n / (double)(1 << 20))];
            if (times.Length < 3)
            {
                return;
            }

            (double a, double b, double c) = (times[0], times[1], times[2]);
            (AffineMap w, AffineMap h) = Ask(a, c);
            (AffineMap w1, AffineMap h1) = Ask(a, b);
            (AffineMap w2, AffineMap h2) = Ask(b, c);
            foreach (NoiseKey key in w.Noise.Keys.Union(w1.Noise.Keys).Union(w2.Noise.Keys).Union(h.Noise.Keys))
            {
                Near.Absolute(Of(w, key), Of(w1, key) + Of(w2, key), 1e-15, "W");
                double joined = ((b - a) * Of(h1, key)) + ((c - b) * Of(h2, key)) + (0.5 * (((c - b) * Of(w1, key)) - ((b - a) * Of(w2, key))));
                Near.Absolute((c - a) * Of(h, key), joined, 1e-15, "δ H");
            }
        });

    [Fact]
    public void The_stationary_path_has_increments_of_the_signal_to_noise_clock()
    {
        var process = new VariancePreserving(new LinearSchedule(0.1, 20));
        foreach (double rate in new[] { 1, 0.25 })
        {
            var stationary = new SignalToNoisePath<AffineState>(space, 3, process.At(1), rate);
            double[] times = [1, 0.9, 0.4, 0.11, 0.02, 1e-4];
            AffineMap[] w = [.. times.Zip(times.Skip(1), (s, t) => Increment(stationary, s, t))];
            for (int i = 0; i < w.Length; i++)
            {
                for (int j = 0; j <= i; j++)
                {
                    Near.Absolute(i == j ? 1 : 0, Covariance(w[i], w[j]), 1e-12, $"{i}, {j}");
                }
            }

            // One step over two: W(c) − W(a) = (W(c) − W(b)) + (W(b) − W(a)), each √δ times its normal, up to the rounding of λ to 2⁻³¹ of its range.
            double Clock(double time) => Math.Exp(2 * rate * process.At(time).Lambda);
            AffineMap whole = Increment(stationary, 0.9, 0.11);
            double first = Math.Sqrt((Clock(0.4) - Clock(0.9)) / (Clock(0.11) - Clock(0.9)));
            double second = Math.Sqrt((Clock(0.11) - Clock(0.4)) / (Clock(0.11) - Clock(0.9)));
            foreach (NoiseKey key in whole.Noise.Keys)
            {
                Near.Absolute(Of(whole, key), (first * Of(w[1], key)) + (second * Of(w[2], key)), 1e-7, "refined");
            }
        }

        AffineMap Increment(SignalToNoisePath<AffineState> on, double s, double t)
        {
            AffineState z = space.Allocate();
            on.Normals(process.At(s), process.At(t), z);
            return space.Read(z);
        }
    }

    [Fact]
    public void A_step_upwards_has_the_increment_of_the_step_downwards_with_the_other_sign()
    {
        var process = new VariancePreserving(new LinearSchedule(0.1, 20));
        var stationary = new SignalToNoisePath<AffineState>(space, 3, process.At(1));
        AffineState down = space.Allocate();
        AffineState up = space.Allocate();
        stationary.Normals(process.At(0.8), process.At(0.3), down);
        stationary.Normals(process.At(0.3), process.At(0.8), up);
        AffineMap first = space.Read(down);
        AffineMap second = space.Read(up);
        Assert.Equal(first.Noise.Keys.ToHashSet(), second.Noise.Keys.ToHashSet());
        Assert.All(first.Noise.Keys, key => Near.Absolute(-Of(first, key), Of(second, key), 1e-15, "up"));
    }

    [Fact]
    public void Paths_in_the_two_clocks_share_no_number_under_one_seed()
    {
        var process = new VariancePreserving(new LinearSchedule(0.1, 20));
        var stationary = new SignalToNoisePath<AffineState>(space, 7, process.At(1));
        AffineState z = space.Allocate();
        stationary.Normals(process.At(0.8), process.At(0.3), z);
        (AffineMap w, AffineMap h) = Ask(0, 1);
        (AffineMap part, _) = Ask(0.1, 0.37);
        HashSet<NoiseKey> inTime = [.. w.Noise.Keys, .. h.Noise.Keys, .. part.Noise.Keys];
        Assert.NotEmpty(inTime);
        Assert.Empty(space.Read(z).Noise.Keys.Intersect(inTime));
        Assert.All(inTime, static key => Assert.Equal(NoisePurpose.Path, key.Purpose));
    }

    private (AffineMap W, AffineMap H) Ask(double a, double b)
    {
        AffineState w = space.Allocate();
        AffineState h = space.Allocate();
        path.Ask(a, b, w, h);
        return (space.Read(w), space.Read(h));
    }

    private static double Of(AffineMap map, NoiseKey key) => map.Noise.GetValueOrDefault(key);

    private static double Covariance(AffineMap a, AffineMap b) => a.Noise.Sum(term => term.Value * Of(b, term.Key));
}
