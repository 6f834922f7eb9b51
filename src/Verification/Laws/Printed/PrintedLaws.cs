using FsCheck;
using FsCheck.Fluent;
using ScoreSde.Discrete;
using ScoreSde.Verification.Generators;
using ScoreSde.Verification.Laws.Cases;

namespace ScoreSde.Verification.Laws.Printed;

/// <summary>Of each formula that is found misprinted: the right one gives what steps one after another give, the printed one misses it by a closed form.</summary>
internal static class PrintedLaws
{
    private const double Rounding = 1e-11;

    // As few that ᾱ keeps its digits when it divides.
    private static readonly Arbitrary<DdpmChain> Chains = Arb.From(
        from count in Gen.Choose(3, 12)
        from betas in Gen.ArrayOf(Reals.LogBetween(1e-3, 0.5).Generator, count)
        select DdpmChain.FromBetas(betas));

    public static IReadOnlyList<IProperty> All { get; } = [.. PrintedFormulas.All.Select(Of)];

    private static Law<(DdpmChain Chain, double Place, (double Data, double Noise) State, double Variance)> Of(PrintedFormula formula) => new()
    {
        Name = $"printed/{formula.Name}",
        Statement = $"{formula.Quantity} is {formula.Right}; printed as {formula.Printed} it is off by what a closed form says.",
        Source = $"the chain step by step; {formula.Place}",
        Subject = Subject.Chain,
        Cases = static _ => CasesOf.Generated(Draw.Of(Chains, Reals.Between(0, 1), Draw.Of(Reals.Between(0.2, 2), Reals.Between(0.2, 2)), Reals.LogBetween(0.05, 4))),
        Measure = (context, draw) =>
        {
            int index = 2 + (int)(draw.Place * (draw.Chain.Steps - 3));
            var setting = new PrintedSetting(context.Parts.Chain(draw.Chain), index, draw.State.Data, draw.State.Noise, draw.Variance);
            double right = context.Parts.Formula(formula, setting);
            double printed = formula.PrintedValue(setting);
            double miss = formula.Miss(setting);
            double tolerance = Rounding * (1 + Math.Abs(right) + Math.Abs(printed));
            return
            [
                Measurement.Absolute("right", formula.Independent(setting), right, tolerance),
                Measurement.Absolute("printed less right", miss, printed - right, tolerance),
                Measurement.AtLeast("what is missed", 100 * tolerance, Math.Abs(miss)),
            ];
        },
    };
}
