using ScoreSde.Noise;
using ScoreSde.Paths;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.States;

namespace ScoreSde.Tests.Paths;

/// <summary>An answer is a function of seed, sample and interval, bit for bit.</summary>
public sealed class PathBitsTests
{
    private const int Dimension = 5;
    private static readonly VariancePreserving Process = new(new LinearSchedule(0.1, 20));
    private static readonly (double From, double To)[] Intervals =
        [(0.3, 0.7), (0, 1), (0.7, 0.3), (0.125, 0.25), (0.1, 0.100001), (0.9, 0.2), (0.6999, 0.7), (0.5, 1), (0.3, 0.7)];

    [Fact]
    public void The_order_of_questions_changes_no_bit()
    {
        Dictionary<(double, double), double[]> fresh = Intervals.Distinct().ToDictionary(static ask => ask, static ask => Answers([ask])[0]);
        for (int turn = 0; turn < Intervals.Length; turn++)
        {
            (double From, double To)[] order = [.. Intervals.Skip(turn), .. Intervals.Take(turn).Reverse()];
            double[][] answers = Answers(order);
            for (int i = 0; i < order.Length; i++)
            {
                Assert.Equal(fresh[order[i]], answers[i]);
            }
        }
    }

    [Fact]
    public void A_sample_has_its_path_in_any_batch()
    {
        double[] together = Answers([(0.31, 0.62)], first: 100, rows: 6)[0];
        double[] alone = Answers([(0.31, 0.62)], first: 104, rows: 1)[0];
        Assert.Equal(together.AsSpan(4 * Dimension, Dimension), alone.AsSpan(0, Dimension));
        Assert.Equal(together.AsSpan(10 * Dimension, Dimension), alone.AsSpan(Dimension, Dimension));
    }

    [Fact]
    public void Backwards_the_increment_changes_its_sign_and_the_area_stays()
    {
        double[][] answers = Answers([(0.2, 0.55), (0.55, 0.2)]);
        int half = answers[0].Length / 2;
        Assert.Equal(answers[0][..half].Select(static w => -w), answers[1][..half]);
        Assert.Equal(answers[0][half..], answers[1][half..]);
    }

    [Fact]
    public void The_order_of_questions_changes_no_bit_in_the_clock_of_the_signal_to_noise_ratio()
    {
        (double, double)[] asked = [(1, 0.5), (0.3, 0.1), (1, 0.1), (0.5, 0.3), (1e-3, 1e-5), (1, 0.5)];
        double[][] forth = Stationary(asked);
        double[][] back = Stationary([.. asked.Reverse()]);
        for (int i = 0; i < asked.Length; i++)
        {
            Assert.Equal(forth[i], back[^(i + 1)]);
            Assert.Equal(forth[i], Stationary([asked[i]])[0]);
        }
    }

    [Fact]
    public void Float_sees_the_path_of_double()
    {
        double[] wide = Answers([(0.2, 0.2001), (0.1, 0.83)])[1];
        var space = new TileSpace<float>(3, Dimension);
        var path = new BrownianPath<Tile<float>>(space, 11);
        Tile<float> w = space.Allocate();
        path.Ask(0.1, 0.83, w);
        for (int i = 0; i < w.Values.Length; i++)
        {
            Near.Absolute(wide[i], w.Values[i], 2e-6);
        }
    }

    [Fact]
    public void Times_that_the_path_cannot_tell_apart_are_refused()
    {
        var space = new TileSpace<double>(1, 1);
        var path = new BrownianPath<Tile<double>>(space, 1);
        Tile<double> w = space.Allocate();
        Assert.Throws<ArgumentException>(() => path.Ask(0.5, 0.5 + 1e-10, w));
        Assert.Throws<ArgumentOutOfRangeException>(() => path.Ask(0.5, 1.5, w));
        Assert.Throws<ArgumentOutOfRangeException>(() => path.Ask(double.NaN, 0.5, w));
        var stationary = new SignalToNoisePath<Tile<double>>(space, 1, Process.At(1));
        Assert.Throws<NotSupportedException>(() => stationary.Normals(Process.At(0.5), Process.At(0.4), w, w));
        Assert.Throws<ArgumentException>(() => stationary.Normals(Process.At(0.5), Process.At(0.5), w));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SignalToNoisePath<Tile<double>>(space, 1, Process.AtLambda(SignalToNoisePath<Tile<double>>.Highest - 0.99)));
        _ = new SignalToNoisePath<Tile<double>>(space, 1, Process.AtLambda(SignalToNoisePath<Tile<double>>.Highest - 1.01));
    }

    private static double[][] Answers((double From, double To)[] asked, long first = 0, int rows = 3)
    {
        var space = new TileSpace<double>(rows, Dimension);
        space.MoveTo(first, rows);
        var path = new BrownianPath<Tile<double>>(space, 11);
        Tile<double> w = space.Allocate();
        Tile<double> h = space.Allocate();
        return [.. asked.Select(ask =>
        {
            path.Ask(ask.From, ask.To, w, h);
            return (double[])[.. w.Values, .. h.Values];
        })];
    }

    private static double[][] Stationary((double From, double To)[] asked)
    {
        var space = new TileSpace<double>(3, Dimension);
        var path = new SignalToNoisePath<Tile<double>>(space, 11, Process.At(1));
        Tile<double> w = space.Allocate();
        return [.. asked.Select(ask =>
        {
            path.Normals(Process.At(ask.From), Process.At(ask.To), w);
            return w.Values.ToArray();
        })];
    }
}
