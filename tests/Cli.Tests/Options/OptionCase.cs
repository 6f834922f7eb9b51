namespace ScoreSde.Tests.Options;

/// <summary>Two runs of a verb that differ in one option.</summary>
/// <param name="Verb">The verb.</param>
/// <param name="Option">The option.</param>
/// <param name="Words">The words that both have; {NAME} stands for a file of <see cref="OptionFiles"/>.</param>
/// <param name="First">The option's words in the first run; empty leaves it out.</param>
/// <param name="Second">Those in the second.</param>
/// <param name="Effect">What is to come of it.</param>
internal sealed record OptionCase(string Verb, string Option, string Words, string First, string Second, Effect Effect)
{
    public override string ToString() => $"{Verb} {Words}, {Option}: '{First}' against '{Second}'";
}
