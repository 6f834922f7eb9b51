using ScoreSde.Processes;
using ScoreSde.Schedules;

namespace ScoreSde.Tests.Processes;

/// <summary>What processes are called, where they start, and what they say when they refuse.</summary>
public sealed class ProcessNameTests
{
    private static readonly LinearSchedule Schedule = new();

    [Fact]
    public void Names_are_those_of_the_command_line()
    {
        Assert.Equal("vp", new VariancePreserving(Schedule).Name);
        Assert.Equal("subvp", new SubVariancePreserving(Schedule).Name);
        Assert.Equal("ve", new VarianceExploding(Schedule).Name);
    }

    [Fact]
    public void Processes_that_forget_the_data_start_from_unit_variance()
    {
        Assert.Equal(1, new VariancePreserving(Schedule).PriorDeviation);
        Assert.Equal(1, new SubVariancePreserving(Schedule).PriorDeviation);
    }

    [Fact]
    public void Levels_and_rates_are_refused_by_name_and_range()
    {
        foreach (IDiffusionProcess process in new IDiffusionProcess[]
            { new VariancePreserving(Schedule), new SubVariancePreserving(Schedule), new VarianceExploding(Schedule) })
        {
            Refused.By("t", "must lie in [0, 1]", () => process.At(1.5));
            Refused.By("t", "must lie in [0, 1]", () => process.At(-0.5));
            Refused.By("NoiseRate", "must be finite and not negative", () => new ReverseProcess(process, -1));
            Refused.By("NoiseRate", "must be finite and not negative", () => new ReverseProcess(process, double.PositiveInfinity));
            Assert.Equal(0, new ReverseProcess(process, 0).NoiseRate);
        }
    }
}
