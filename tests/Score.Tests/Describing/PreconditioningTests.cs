using ScoreSde.Describing;
using ScoreSde.Processes;
using ScoreSde.Schedules;

namespace ScoreSde.Tests.Describing;

/// <summary>Every kind of output in every scale of the input gives back the noise that it was made of.</summary>
public sealed class PreconditioningTests
{
    private const double Data = 0.7;
    private const double Noise = -1.3;
    private const double Deviation = 0.6;

    public static TheoryData<OutputKind, InputScale, string> Cases()
    {
        var cases = new TheoryData<OutputKind, InputScale, string>();
        foreach (OutputKind output in Enum.GetValues<OutputKind>())
        {
            foreach (InputScale input in Enum.GetValues<InputScale>().Where(scale => output != OutputKind.Edm || scale == InputScale.Edm))
            {
                foreach (string process in new[] { "vp", "subvp", "ve", "flow" })
                {
                    cases.Add(output, input, process);
                }
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_noise_comes_back(OutputKind output, InputScale input, string kind)
    {
        IDiffusionProcess process = kind switch
        {
            "vp" => new VariancePreserving(new LinearSchedule()),
            "subvp" => new SubVariancePreserving(new LinearSchedule()),
            "flow" => new RectifiedFlow(),
            _ => new VarianceExploding(new GeometricSchedule(0.01, 50)),
        };
        foreach (double t in new[] { 0.01, 0.3, 0.8, kind == "flow" ? 0.999 : 1 })
        {
            NoiseLevel level = process.At(t);
            (double a, double s) = (level.MeanScale, level.Deviation);
            double x = (a * Data) + (s * Noise);
            Preconditioning factors = Preconditioning.Of(output, input, Deviation, level);

            // The scale by its meaning: what stands before x₀ and ε in the network's input.
            (double signal, double noise) = input switch
            {
                InputScale.State => (a, s),
                InputScale.Ratio => (1, s / a),
                InputScale.Unit => (a / double.Hypot(a, s), s / double.Hypot(a, s)),
                InputScale.Flow => (a / (a + s), s / (a + s)),
                _ => (1 / double.Hypot(s / a, Deviation), s / a / double.Hypot(s / a, Deviation)),
            };
            Near(((signal * Data) + (noise * Noise)) / 1, factors.InputFactor * x);

            // What a perfect network of this kind answers.
            double y = output switch
            {
                OutputKind.Noise => Noise,
                OutputKind.Data => Data,
                OutputKind.Velocity => (signal * Noise) - (noise * Data),
                OutputKind.Score => -Noise / noise,
                OutputKind.Flow => Noise - Data,
                OutputKind.FlowReversed => Data - Noise,
                _ => (Data - (Deviation * Deviation / ((s / a * s / a) + (Deviation * Deviation)) * x / a)) * double.Hypot(s / a, Deviation) / (s / a * Deviation),
            };
            Near(Noise, (factors.OnState * x) + (factors.OnOutput * y));
        }
    }

    [Theory]
    [InlineData(OutputKind.Data)]
    [InlineData(OutputKind.Velocity)]
    [InlineData(OutputKind.Flow)]
    [InlineData(OutputKind.FlowReversed)]
    public void At_pure_noise_the_data_comes_back(OutputKind output)
    {
        foreach (NoiseLevel level in new[] { new RectifiedFlow().At(1), new VariancePreserving(new StraightSchedule()).At(1) })
        {
            foreach (InputScale input in new[] { InputScale.State, InputScale.Unit, InputScale.Flow })
            {
                // x = ε, and so is the network's input.
                Preconditioning factors = Preconditioning.Of(output, input, Deviation, level);
                double y = output switch { OutputKind.Data => Data, OutputKind.Velocity => -Data, OutputKind.Flow => Noise - Data, _ => Data - Noise };
                Near(Noise, factors.InputFactor * Noise);
                Near(Data, (factors.OnState * Noise) + (factors.OnOutput * y));
            }
        }

        Assert.False(double.IsFinite(Preconditioning.Of(OutputKind.Noise, InputScale.State, Deviation, new RectifiedFlow().At(1)).OnOutput));
        Assert.False(double.IsFinite(Preconditioning.Of(output, InputScale.Ratio, Deviation, new RectifiedFlow().At(1)).InputFactor));
    }

    [Fact]
    public void The_noise_level_is_told_in_every_way()
    {
        NoiseLevel level = new VariancePreserving(new LinearSchedule()).At(0.3);
        (double a, double s) = (level.MeanScale, level.Deviation);
        (TimeKind Kind, double Value)[] expected =
        [
            (TimeKind.None, 0), (TimeKind.Index, 299), (TimeKind.IndexFromOne, 300), (TimeKind.Time, 0.3), (TimeKind.Deviation, s), (TimeKind.Ratio, s / a),
            (TimeKind.Lambda, Math.Log(a / s)), (TimeKind.LogSignalToNoise, Math.Log(a * a / (s * s))), (TimeKind.QuarterLogRatio, Math.Log(s / a) / 4),
            (TimeKind.Flow, s / (a + s)), (TimeKind.FlowReversed, a / (a + s)),
        ];
        Assert.Equal(Enum.GetValues<TimeKind>().Length, expected.Length);
        foreach ((TimeKind kind, double value) in expected)
        {
            Near(value, Preconditioning.TimeOf(kind, 1000, level));
        }
    }

    private static void Near(double expected, double actual) => Assert.True(Math.Abs(expected - actual) <= 1e-11 * (1 + Math.Abs(expected)), $"expected {expected:R}, got {actual:R}");
}
