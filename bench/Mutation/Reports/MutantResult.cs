using ScoreSde.Mutation.Testing;

namespace ScoreSde.Mutation.Reports;

/// <summary>What became of a slip.</summary>
/// <param name="Mutant">The slip.</param>
/// <param name="Verdict">How the tests met it.</param>
/// <param name="Test">The test that noticed it, or in which the process ended.</param>
/// <param name="Population">How many slips its folder holds.</param>
/// <param name="Seconds">How long its trial took.</param>
internal sealed record MutantResult(Mutant Mutant, Verdict Verdict, string Test, int Population, double Seconds);
