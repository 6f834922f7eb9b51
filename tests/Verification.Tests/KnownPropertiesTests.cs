using ScoreSde.Solvers;
using ScoreSde.Verification;
using ScoreSde.Verification.Claims;
using ScoreSde.Verification.Laws;

namespace ScoreSde.Tests;

/// <summary>
/// The toolkit keeps every property that it states. Orders that are claimed are measured once, for the table of docs/solvers.md (<c>OrdersTests</c>), which fails where one
/// does not hold; here are those of methods that claim none, and all where <c>SCORESDE_CLAIMED_ORDERS</c> asks for them, as when slips are planted to see what <c>verify</c> notices.
/// </summary>
public sealed class KnownPropertiesTests
{
    private const int Cases = 40;

    // Their steps take norms of states, so that they have no exact moments: the only properties that may be excused.
    private static readonly string[] WithoutMoments = ["order/pc-snr", "order/langevin-snr"];

    private static readonly HashSet<string> Measured = Environment.GetEnvironmentVariable("SCORESDE_CLAIMED_ORDERS") == "1"
        ? []
        : [.. KnownSolvers.All.SelectMany(static solver => new[] { solver.Facts.Order > 0 ? $"order/{solver.Facts.Name}" : "", solver.Facts.StrongOrder > 0 ? $"strong-order/{solver.Facts.Name}" : "" })];

    public static TheoryData<string> Names => [.. KnownProperties.All.Select(static property => property.Name).Where(static name => !Measured.Contains(name))];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_property_holds_or_says_why_it_does_not_apply(string name)
    {
        PropertyResult result = KnownProperties.All.Single(property => property.Name == name).Check(new PropertyContext { Cases = Cases });
        Assert.True(
            result.Verdict != Verdict.Failed,
            $"{name}: {result.Failure?.Reason} measured {result.Worst?.Measured:R}, expected {result.Worst?.Expected:R}, for {result.Failure?.Text}");
        Assert.True(result.Verdict == Verdict.Passed ? result is { Cases: > 0, Worst: not null } : result.Reason is { Length: > 10 });
        Assert.Equal(WithoutMoments.Contains(name), result.Verdict == Verdict.NotApplicable);
    }

    [Fact]
    public void Names_are_unique_and_in_kebab_case_and_every_property_is_described()
    {
        Assert.Equal(KnownProperties.All.Count, KnownProperties.All.Select(static property => property.Name).Distinct().Count());
        Assert.All(KnownProperties.All, static property =>
        {
            Assert.Matches("^[a-z0-9-]+(/[a-z0-9.-]+)?$", property.Name);
            Assert.True(property.Statement.Length > 30, property.Name);
            Assert.False(string.IsNullOrWhiteSpace(property.Source), property.Name);
        });
    }

    /// <summary>Of what each property speaks is how reports are read and how many of each kind are counted: kept as a text, which SCORESDE_ACCEPT=1 writes anew.</summary>
    [Fact]
    public void Every_property_speaks_of_what_it_is_listed_under()
    {
        string[] now = [.. KnownProperties.All.GroupBy(static property => (property.Subject, Head: property.Name.Split('/')[0])).OrderBy(static group => group.Key.Subject).ThenBy(static group => group.Key.Head, StringComparer.Ordinal)
            .Select(static group => $"{group.Key.Subject} {group.Key.Head}{(group.Any(static property => property.Name.Contains('/', StringComparison.Ordinal)) ? "/*" : "")}")];
        string file = Path.Combine(Path.GetDirectoryName(ThisFile())!, "Subjects.txt");
        if (Environment.GetEnvironmentVariable("SCORESDE_ACCEPT") == "1")
        {
            File.WriteAllLines(file, now);
        }

        Assert.Equal(File.ReadAllLines(file), now);
        static string ThisFile([System.Runtime.CompilerServices.CallerFilePath] string path = "") => path;
    }

    /// <summary>What a solver is said to hide or to need excuses it from properties, so that each that is excused is named here.</summary>
    [Fact]
    public void No_solver_is_excused_but_those_that_must_be()
    {
        Assert.Equal(["sde-dpmpp-3m", "sa-1", "sa-2", "sa-3"], Where(static claims => claims.HidesItsOrder));
        Assert.Equal(["kutta3-t", "rk4-t", "deis-tab2", "deis-tab3"], Where(static claims => claims.NeedsSmoothRate));
        Assert.Equal(["sra1", "shark"], Where(static claims => claims.StrongOrderOnLinearDrift == 2));

        static string[] Where(Func<SolverClaims, bool> holds) => [.. KnownSolvers.All.Where(solver => holds(SolverClaims.Of(solver))).Select(static solver => solver.Facts.Name)];
    }

    [Fact]
    public void Every_shipped_solver_has_its_order_properties()
    {
        HashSet<string> names = [.. KnownProperties.All.Select(static property => property.Name)];
        Assert.All(KnownSolvers.All, solver => Assert.Contains($"order/{solver.Facts.Name}", names));
        Assert.All(
            KnownSolvers.All.Where(static solver => solver.Facts.StrongOrder > 0),
            solver => Assert.Contains($"strong-order/{solver.Facts.Name}", names));
    }

    [Fact]
    public void The_same_context_gives_the_same_result_and_another_seed_other_cases()
    {
        IProperty property = KnownProperties.All.Single(static known => known.Name == "moment-equations");
        PropertyResult once = property.Check(new PropertyContext { Cases = 20 });
        Assert.Equal(once, property.Check(new PropertyContext { Cases = 20 }));
        Assert.NotEqual(once.Worst, property.Check(new PropertyContext { Cases = 20, Seed = 9 }).Worst);
    }

    [Fact]
    public void A_property_of_linear_schedules_says_that_it_does_not_apply_to_another()
    {
        var context = new PropertyContext { FixedSchedule = new ScoreSde.Schedules.CosineSchedule() };
        PropertyResult result = KnownProperties.All.Single(static known => known.Name == "linspace-limit").Check(context);
        Assert.Equal(Verdict.NotApplicable, result.Verdict);
        Assert.Contains("linear", result.Reason, StringComparison.Ordinal);
    }
}
