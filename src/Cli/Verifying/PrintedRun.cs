using System.Globalization;
using ScoreSde.Cli.Output;
using ScoreSde.Cli.Tables;
using ScoreSde.Verification.Laws.Printed;

namespace ScoreSde.Cli.Verifying;

/// <summary>Carries out <c>verify --printed</c>.</summary>
internal static class PrintedRun
{
    /// <summary>Prints the formulas, and what both of each come to.</summary>
    public static int Execute(Terminal terminal)
    {
        TableWriter.Write(
            new ReportTable(
                "Formulas that are found misprinted, beside the right ones",
                [new("name"), new("as printed") { Folds = true }, new("right") { Folds = true }, new("stands in") { Folds = true }],
                [.. PrintedFormulas.All.Select(static formula => (string[])[formula.Name, formula.Printed, formula.Right, formula.Place])]),
            terminal);
        TableWriter.Write(
            new ReportTable(
                "What both come to",
                [new("name"), new("quantity") { Folds = true }, new("printed", true), new("right", true)],
                [.. PrintedFormulas.All.Select(static formula => (string[])[formula.Name, formula.Quantity, Number(formula.PrintedValue(PrintedSetting.Usual)), Number(formula.RightValue(PrintedSetting.Usual))])])
            {
                Notes =
                [
                    "On the chain of T = 10 steps with β_t = t/20, at t = 5: β_t = 0.25, ᾱ_{t−1} = 0.5814, ᾱ_t = 0.43605. x₀ = ε = 1, so that x_t = 1.411; data N(m, v) are N(1, 0.25).",
                    "'scoresde verify --only printed/*' holds each right one to the chain's steps and each printed one to its miss in closed form, on generated chains.",
                ],
            },
            terminal);
        return ExitCode.Done;
    }

    private static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
