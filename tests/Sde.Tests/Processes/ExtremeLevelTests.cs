using ScoreSde.Discrete;
using ScoreSde.Processes;
using ScoreSde.Schedules;

namespace ScoreSde.Tests.Processes;

/// <summary>Levels far beyond those of a run: every λ has a finite level that is found again, or is refused, or is the data's end.</summary>
public sealed class ExtremeLevelTests
{
    private static readonly double[] Lambdas = [-700, -400, -356, -300, -50, -5, -0.5, 0, 0.5, 5, 50, 300, 400, 700];

    public static TheoryData<string> Processes => ["vp", "subvp", "ve"];

    [Theory]
    [MemberData(nameof(Processes))]
    public void Every_lambda_has_a_finite_level_which_falls_in_time_and_is_found_again(string name)
    {
        INoiseSchedule[] schedules =
        [
            new LinearSchedule(), new LinearSchedule(0.1, 5000), new CosineSchedule(), new CosineSchedule(betaMax: 1e6), new GeometricSchedule(0.01, 50),
            new GeometricSchedule(1e-100, 1e50), DdpmChain.Linear().ToSchedule(), TableSchedule.FromBetas([0.1, 1 - 1e-15, 1 - 1e-15]),
        ];
        foreach (INoiseSchedule schedule in schedules)
        {
            IDiffusionProcess process = name switch
            {
                "vp" => new VariancePreserving(schedule),
                "subvp" => new SubVariancePreserving(schedule),
                _ => new VarianceExploding(schedule),
            };
            double least = process.At(1).Lambda;
            double before = double.PositiveInfinity;
            foreach (double lambda in Lambdas)
            {
                string what = $"{name}, {schedule.Name}, λ = {lambda}";
                if (lambda < least)
                {
                    Assert.Throws<ArgumentOutOfRangeException>(() => process.AtLambda(lambda));
                    continue;
                }

                NoiseLevel level = process.AtLambda(lambda);
                Assert.True(double.IsFinite(level.LogMeanScale) && double.IsFinite(level.Deviation) && level.Time is >= 0 and <= 1, $"{what}: {level}");
                Assert.True(level.Time < before || (level.Time == before && lambda > 300) || before - level.Time < 1e-15, $"{what}: t = {level.Time:R} after {before:R}");
                before = level.Time;
                if (level.IsClean)
                {
                    // B = e^(−2λ) or e^(−λ) is less than the least number.
                    Assert.True((name == "subvp" ? 1 : 2) * lambda > 740, what);
                    Assert.Equal(0, level.Time);
                }
                else
                {
                    Near.Absolute(lambda, level.Lambda, 1e-13 * (1 + Math.Abs(lambda)), what);
                    Near.Absolute(lambda, level.LogMeanScale - Math.Log(level.Deviation), 1e-13 * (1 + Math.Abs(lambda)), what);
                }
            }
        }
    }

    [Fact]
    public void The_two_formulas_of_a_sub_variance_preserving_level_meet_at_zero()
    {
        var process = new SubVariancePreserving(new LinearSchedule());
        double below = process.AtLambda(-1e-9).LogMeanScale;
        double above = process.AtLambda(1e-9).LogMeanScale;

        // dB/dλ = −2/√(1 + 4 e^(2λ)), so ln α rises by 2e-9/√5.
        Near.Absolute(2e-9 / Math.Sqrt(5), above - below, 1e-15);
    }
}
