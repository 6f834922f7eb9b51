using ScoreSde.Cli.Arguments;
using ScoreSde.Processes;
using ScoreSde.Schedules;

namespace ScoreSde.Cli.Catalog;

/// <summary>Names of forward processes.</summary>
internal static class ProcessCatalog
{
    /// <summary>The process taken where none is given.</summary>
    public const string Default = "vp";

    /// <summary>
    /// The most that ∫β may be for a process that shrinks the data: beyond it x/α leaves the range in which float
    /// arithmetic keeps its digits. A schedule whose ∫β is infinite ends at α = 0, from which the first step takes no x/α.
    /// </summary>
    private const double MostIntegral = 80;

    /// <summary>All processes.</summary>
    public static Shelf<ProcessKind> Shelf { get; } = new(
        "process",
        "processes",
        new("vp", "variance preserving: dx = −½β x dt + √β dW", new ProcessKind(static s => new VariancePreserving(s), "linear:0.1,20")),
        new("subvp", "sub-variance preserving: dx = −½β x dt + √(β(1 − e^(−2∫β))) dW", new ProcessKind(static s => new SubVariancePreserving(s), "linear:0.1,20")),
        new("ve", "variance exploding: dx = √β dW", new ProcessKind(static s => new VarianceExploding(s), "geometric:0.01,50")),
        new("flow", "flow matching, straight: x_t = (1 − t) x₀ + t ε", new ProcessKind(static s => new RectifiedFlow(s), "straight"), "rf"));

    /// <summary>The process of the words after <c>--process</c> and <c>--schedule</c> (null: not given), or null and a fault.</summary>
    public static IDiffusionProcess? Make(string? processWord, string? scheduleWord, Faults faults)
    {
        Entry<ProcessKind>? kind = Shelf.Find(processWord ?? Default, faults);
        INoiseSchedule? schedule = ScheduleCatalog.Read(scheduleWord ?? kind?.Value.DefaultSchedule, faults);
        if (kind is null || schedule is null)
        {
            return null;
        }

        double integral = schedule.Integral(1);
        if (kind.Name == "ve" && double.IsInfinity(integral))
        {
            faults.Add($"Schedule '{schedule.Name}' ends at α = 0, which 've' has not: its ∫β would be infinite.");
            return null;
        }

        if (kind.Name != "ve" && integral > MostIntegral && double.IsFinite(integral))
        {
            faults.Add($"Schedule '{schedule.Name}' has ∫β = {integral:G4}, which leaves nothing of the data under '{kind.Name}'; at most {MostIntegral} is allowed.");
            return null;
        }

        return kind.Value.Make(schedule);
    }
}
