using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Generators;

namespace ScoreSde.Tests.TimeGrids;

/// <summary>The shifted grid of flows and the grid of a beta law.</summary>
public sealed class ShiftedGridTests
{
    [Fact]
    public void On_the_straight_path_the_shift_is_that_of_the_paper()
    {
        Law.Holds(Reals.LogBetween(0.2, 8), Reals.Between(2, 30), static (shift, steps) =>
        {
            int n = (int)steps;
            TimeGrid grid = Grids.Shift(new RectifiedFlow(), n, shift, TimeRange.Whole);
            for (int i = 0; i <= n; i++)
            {
                double w = 1 - ((double)i / n);
                Near.Absolute(shift * w / (1 + ((shift - 1) * w)), grid.Times[i], 1e-13);
            }
        });
    }

    [Fact]
    public void It_moves_lambda_alike_on_every_process_and_keeps_to_the_range()
    {
        var range = new TimeRange(0.01, 0.9);
        foreach (IDiffusionProcess process in new IDiffusionProcess[] { new VariancePreserving(new LinearSchedule()), new VarianceExploding(new GeometricSchedule()), new RectifiedFlow() })
        {
            TimeGrid grid = Grids.Shift(process, 30, 3, range);
            Assert.Equal((0.9, 0.0, 30), (grid.Times[0], grid.Times[^1], grid.Steps));
            Assert.True(grid.Times[^2] >= 0.01);
            double W(int i) => 1 / (1 + (3 / process.At(grid.Times[i]).Ratio));
            for (int i = 1; i < 28; i++)
            {
                Near.Absolute(W(0) - W(1), W(i) - W(i + 1), 1e-12);
            }
        }
    }

    [Fact]
    public void Times_of_a_beta_law_are_its_quantiles()
    {
        TimeGrid uniform = Grids.Beta(8, 1, 1, TimeRange.Whole);
        for (int i = 0; i <= 8; i++)
        {
            Near.Absolute(1 - (i / 8.0), uniform.Times[i], 1e-9);
        }

        // Beta(½, ½) is the arcsine law: F⁻¹(p) = sin²(½ π p).
        TimeGrid arcsine = Grids.Beta(8, 0.5, 0.5, new TimeRange(0.1, 0.9));
        for (int i = 0; i < 8; i++)
        {
            double sine = Math.Sin(0.5 * Math.PI * (1 - (i / 8.0)));
            Near.Absolute(0.1 + (0.8 * sine * sine), arcsine.Times[i], 1e-8);
        }

        Assert.Equal(0, arcsine.Times[^1]);
        Refused.By("a", "greater than 0", static () => Grids.Beta(8, 0, 1, TimeRange.Whole));
        Refused.By("shift", "greater than 0", static () => Grids.Shift(new RectifiedFlow(), 8, double.NaN, TimeRange.Whole));
    }
}
