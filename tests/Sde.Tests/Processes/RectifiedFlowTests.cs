using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Verification.Generators;

namespace ScoreSde.Tests.Processes;

/// <summary>The straight path: α = 1 − t, σ = t and what follows from it.</summary>
public sealed class RectifiedFlowTests
{
    private static readonly RectifiedFlow Process = new();

    [Fact]
    public void The_path_is_straight_in_time()
    {
        Law.Holds(Reals.LogBetween(1e-12, 1), static t =>
        {
            NoiseLevel level = Process.At(t);
            Near.Relative(t, level.Deviation, 4e-16);
            Near.Absolute(1 - t, level.MeanScale, 4e-16);
            Near.Relative(t, Process.AtLambda(level.Lambda).Time, 1e-14);
            Near.Relative(-1 / (1 - t), Process.DriftRate(t), 1e-15);
            Near.Relative(2 * t / (1 - t), Process.DiffusionSquared(t), 1e-15);
        });
    }

    [Fact]
    public void It_ends_at_pure_noise()
    {
        NoiseLevel end = Process.At(1);
        Assert.True(end.IsPureNoise);
        Assert.Equal((0.0, 1.0, double.NegativeInfinity, double.PositiveInfinity), (end.MeanScale, end.Deviation, end.Lambda, end.Ratio));
        Assert.Equal(1, Process.PriorDeviation);
        Assert.Equal(1, Process.AtLambda(double.NegativeInfinity).Time);
        Assert.False(Process.At(0.999999).IsPureNoise);
        Near.Relative(Math.Sqrt(0.58), Process.PriorDeviationAt(Process.At(0.7)), 1e-15);
    }

    [Fact]
    public void Its_velocity_is_the_slope_of_the_path()
    {
        // u = ε − x₀ is dx/dt of a pair (x₀, ε), and f x + ½ (g²/σ) ε of the flow.
        Law.Holds(Reals.Between(0.01, 0.99), Reals.Between(-2, 2), Reals.Between(-2, 2), static (t, data, noise) =>
        {
            NoiseLevel level = Process.At(t);
            double x = (level.MeanScale * data) + (level.Deviation * noise);
            Conversion from = Conversion.FromNoise(Parametrisation.Flow, level);
            Near.Absolute(noise - data, (from.OnState * x) + (from.OnOther * noise), 1e-12);
            double slope = (Process.DriftRate(t) * x) + (0.5 * Process.DiffusionSquared(t) / level.Deviation * noise);
            Near.Absolute(noise - data, slope, 1e-12);
        });
    }

    [Theory]
    [InlineData(Parametrisation.Data)]
    [InlineData(Parametrisation.Velocity)]
    [InlineData(Parametrisation.Flow)]
    public void At_pure_noise_a_prediction_gives_the_data(Parametrisation kind)
    {
        // x = σ ε with σ = 1: v = −x₀, u = ε − x₀.
        const double Data = 0.7;
        const double X = -0.4;
        double output = kind switch { Parametrisation.Data => Data, Parametrisation.Velocity => -Data, _ => X - Data };
        Conversion answer = Conversion.ToAnswer(kind, Process.At(1));
        Near.Absolute(Data, (answer.OnState * X) + (answer.OnOther * output), 4e-16);
    }

    [Fact]
    public void Noise_and_score_say_nothing_of_the_data_at_pure_noise()
    {
        foreach (Parametrisation kind in new[] { Parametrisation.Noise, Parametrisation.Score })
        {
            Assert.False(double.IsFinite(Conversion.ToAnswer(kind, Process.At(1)).OnState));
        }

        foreach (Parametrisation kind in Enum.GetValues<Parametrisation>())
        {
            Assert.Equal(Conversion.ToNoise(kind, Process.At(0.7)), Conversion.ToAnswer(kind, Process.At(0.7)));
        }
    }
}
