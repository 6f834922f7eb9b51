using ScoreSde.Data;
using ScoreSde.Networks;

namespace ScoreSde.Tests.Networks;

/// <summary>What a U-Net may be: every setting is taken at the ends of its range, and refused by a sentence of its own beyond them.</summary>
public sealed class UNetSettingsTests
{
    private static readonly UNetSettings Usual = UNetSettings.For(new ImageShape(28, 28), 10);

    public static TheoryData<string, string> Ends => new()
    {
        { "channels 8", "channels 0" },
        { "channels 4096", "channels 4104" },
        { "multipliers 1 1 1", "multipliers 1 0 1" },
        { "multipliers 64 1 64", "multipliers 1 65 1" },
        { "multipliers 1 1 1", "multipliers 1 1 1 1" },
        { "blocks 1", "blocks 0" },
        { "blocks 64", "blocks 65" },
        { "attention 0", "attention -1" },
        { "attention 2", "attention 3" },
        { "groups 1", "groups 0" },
        { "groups 64", "groups 128" },
        { "features 2", "features 0" },
        { "features 4096", "features 4098" },
        { "features 32", "features 31" },
        { "classes 0", "classes -1" },
        { "classes 1048576", "classes 1048577" },
    };

    [Theory]
    [MemberData(nameof(Ends))]
    public void A_setting_is_taken_up_to_its_end_and_refused_beyond(string taken, string refused)
    {
        Assert.Empty(With(taken).Faults());
        Assert.Single(With(refused).Faults());
    }

    [Fact]
    public void Channels_end_where_they_are_said_to() =>
        Assert.Contains("[1, 4096], not 4097", Assert.Single((Usual with { Channels = 4097, Groups = 1 }).Faults()), StringComparison.Ordinal);

    private static UNetSettings With(string change)
    {
        string[] words = change.Split(' ');
        int[] numbers = [.. words.Skip(1).Select(static word => int.Parse(word, System.Globalization.CultureInfo.InvariantCulture))];
        return words[0] switch
        {
            "channels" => Usual with { Channels = numbers[0] },
            "multipliers" => Usual with { Multipliers = numbers },
            "blocks" => Usual with { Blocks = numbers[0] },
            "attention" => Usual with { AttentionLevels = numbers },
            "groups" => Usual with { Groups = numbers[0] },
            "features" => Usual with { TimeFeatures = numbers[0] },
            _ => Usual with { Classes = numbers[0] },
        };
    }
}
