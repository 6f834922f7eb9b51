using System.Globalization;
using System.Runtime.CompilerServices;
using ScoreSde.Verification;
using ScoreSde.Verification.Laws;

namespace ScoreSde.Tests.Slips;

/// <summary>
/// How much every law lets pass, against the table beside this file: a tolerance that is doubled anywhere, or a law without a line, is noticed. A line is the
/// geometric mean of the tolerances of a law's comparisons, exact ones and bounds left out, in three cases. SCORESDE_ACCEPT=1 writes the table anew.
/// </summary>
[Trait("Category", "Once")]
public sealed class ToleranceTests
{
    private const int Cases = 3;

    // Of a mean of logarithms over two or more comparisons; half of them doubled is a factor of 1.41.
    private const double Change = 1.05;

    private static readonly string Table = Path.Combine(Path.GetDirectoryName(ThisFile())!, "Tolerances.txt");

    [Fact]
    public void Every_law_lets_pass_what_the_table_says()
    {
        Dictionary<string, double> now = Measured();
        if (Environment.GetEnvironmentVariable("SCORESDE_ACCEPT") == "1")
        {
            File.WriteAllLines(Table, now.Select(static pair => $"{pair.Key} {pair.Value.ToString("E3", CultureInfo.InvariantCulture)}"));
            return;
        }

        Dictionary<string, double> kept = File.ReadAllLines(Table).Select(static line => line.Split(' '))
            .ToDictionary(static words => words[0], static words => double.Parse(words[1], CultureInfo.InvariantCulture));
        Assert.Equal(kept.Keys, now.Keys);
        Assert.All(now, pair => Assert.True(
            pair.Value <= kept[pair.Key] * Change && pair.Value >= kept[pair.Key] / Change,
            $"{pair.Key} lets {pair.Value:E3} pass where the table has {kept[pair.Key]:E3}"));
    }

    [Fact]
    public void A_figure_is_found_wrong_just_beyond_its_tolerance_in_every_relation()
    {
        foreach (Relation relation in Enum.GetValues<Relation>())
        {
            double sign = relation == Relation.AtLeast ? -1 : 1;
            Assert.False(new Measurement("x", 1 + (sign * 0.99 * 1e-3), 1, 1e-3, relation).Excess > 1);
            Assert.True(new Measurement("x", 1 + (sign * 1.01 * 1e-3), 1, 1e-3, relation).Excess > 1);
        }
    }

    private static Dictionary<string, double> Measured()
    {
        var logs = new Dictionary<string, List<double>>();
        var context = new PropertyContext
        {
            Cases = Cases,
            Seen = (name, measurement) =>
            {
                // Of a tolerance that is a share, the share: the sizes of samples are the solvers' affair.
                double tolerance = measurement.Share ?? measurement.Tolerance;
                if (tolerance > 0 && double.IsFinite(tolerance))
                {
                    logs[name].Add(Math.Log(tolerance));
                }
            },
        };

        // Orders of all solvers have one tolerance; one solver of each kind stands for them.
        foreach (IProperty law in KnownProperties.All.Where(static law => law.DependsOnSeed || law.Name is "order/ddim" or "order/em" or "strong-order/em"))
        {
            logs[law.Name] = [];
            law.Check(context);
        }

        return logs.OrderBy(static pair => pair.Key, StringComparer.Ordinal)
            .ToDictionary(static pair => pair.Key, static pair => pair.Value.Count == 0 ? 0 : Math.Exp(pair.Value.Average()));
    }

    private static string ThisFile([CallerFilePath] string file = "") => file;
}
