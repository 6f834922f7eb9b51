using FsCheck.Fluent;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.Verification.Generators;

namespace ScoreSde.Tests.Scores;

public sealed class ConversionTests
{
    [Fact]
    public void Each_prediction_is_what_its_name_says_of_a_noised_point()
    {
        // x = α x₀ + σ ε: the table must give back x₀, ε, −ε/σ and α ε − σ x₀.
        Law.Holds(RandomProcesses.Any, Reals.Between(1e-3, 1), Reals.Between(-2, 2), static (process, t, noise) =>
        {
            NoiseLevel level = process.At(t);
            const double Data = 0.7;
            double a = level.MeanScale;
            double s = level.Deviation;
            double x = (a * Data) + (s * noise);
            Check(Parametrisation.Noise, noise);
            Check(Parametrisation.Data, Data);
            Check(Parametrisation.Score, -noise / s);
            Check(Parametrisation.Velocity, (a * noise) - (s * Data));
            Check(Parametrisation.Flow, noise - Data);

            void Check(Parametrisation target, double expected)
            {
                Conversion there = Conversion.FromNoise(target, level);
                double size = Math.Abs(there.OnState * x) + Math.Abs(there.OnOther * noise) + 1e-300;
                Near.Absolute(expected, (there.OnState * x) + (there.OnOther * noise), 1e-14 * size, $"{target}");
                Conversion back = Conversion.ToNoise(target, level);
                size = Math.Abs(back.OnState * x) + Math.Abs(back.OnOther * expected) + 1e-300;
                Near.Absolute(noise, (back.OnState * x) + (back.OnOther * expected), 1e-14 * size, $"{target} back");
                Assert.Equal(back, Conversion.ToAnswer(target, level));
                Conversion data = Conversion.ToData(target, level);
                size = Math.Abs(data.OnState * x) + Math.Abs(data.OnOther * expected) + 1e-300;
                Near.Absolute(Data, (data.OnState * x) + (data.OnOther * expected), 1e-14 * size, $"{target} to data");
            }
        }, cases: 300);
    }

    [Fact]
    public void Where_nothing_of_the_data_is_left_the_answer_is_what_a_prediction_says_of_it()
    {
        // x = σ ε: v = −σ x₀ and u = ε − x₀.
        NoiseLevel level = new GaussianPath("wide", static t => 1 - t, static t => 3 * t).At(1);
        (double data, double noise) = (0.7, -1.3);
        foreach ((Parametrisation source, double said) in new[] { (Parametrisation.Data, data), (Parametrisation.Velocity, -3 * data), (Parametrisation.Flow, noise - data) })
        {
            Conversion answer = Conversion.ToAnswer(source, level);
            Near.Absolute(data, (answer.OnState * 3 * noise) + (answer.OnOther * said), 1e-14, $"{source}");
            Assert.Equal(Conversion.ToData(source, level), answer);
        }

        Assert.All([Parametrisation.Noise, Parametrisation.Score], source => Assert.False(double.IsFinite(Conversion.ToAnswer(source, level).OnState)));
    }

    [Fact]
    public void There_and_back_is_the_identity_for_every_pair()
    {
        Law.Holds(RandomProcesses.Any, Reals.Between(0.05, 0.95), static (process, t) =>
        {
            NoiseLevel level = process.At(t);
            foreach (Parametrisation target in Enum.GetValues<Parametrisation>())
            {
                Conversion there = Conversion.FromNoise(target, level);
                Conversion back = Conversion.ToNoise(target, level);
                Near.Relative(1, back.OnOther * there.OnOther, 1e-13, $"{target}");
                double left = back.OnState + (back.OnOther * there.OnState);
                Near.Absolute(0, left, 1e-13 * (1 + Math.Abs(back.OnState)), $"{target}");
            }
        });
    }

    [Fact]
    public void An_unknown_prediction_is_refused()
    {
        NoiseLevel level = new VariancePreserving(new ScoreSde.Schedules.LinearSchedule()).At(0.5);
        Assert.Throws<ArgumentOutOfRangeException>(() => Conversion.FromNoise((Parametrisation)9, level));
        Assert.Throws<ArgumentOutOfRangeException>(() => Conversion.ToNoise((Parametrisation)9, level));
        Assert.Throws<ArgumentOutOfRangeException>(() => Conversion.ToData((Parametrisation)9, level));
    }
}
