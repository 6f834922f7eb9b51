using ScoreSde.Processes;
using ScoreSde.Verification.Laws;
using ScoreSde.Verification.Runs;

namespace ScoreSde.Verification.Conformance;

/// <summary>Proves a forward process: its moments solve its SDE, every name of a noise level agrees, and methods that are exact stay so on it.</summary>
public static class ProcessConformance
{
    private static readonly string[] Names =
    [
        "moment-equations", "noise-level-names", "lambda-round-trip", "chapman-kolmogorov", "fokker-planck", "conversions", "point-data-flow",
        "posterior-variance-exact-on-a-point", "optimal-variance-exact-on-gaussians", "ancestral-mean", "wrong-prior-kept-by-the-ode",
        "last-step-is-the-mean-of-the-data",
    ];

    /// <summary>Checks a process.</summary>
    public static ConformanceReport Check(IDiffusionProcess process, PropertyContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(process);
        PropertyContext given = context ?? new PropertyContext();
        PropertyContext held = given with { FixedProcess = process, Parts = given.Parts with { Process = _ => process } };
        IReadOnlyList<IProperty> properties = [.. KnownProperties.All.Where(static property => Names.Contains(property.Name))];
        return new($"process {process.Name} over {process.Schedule.Name}", VerificationRun.Run(properties, held));
    }
}
