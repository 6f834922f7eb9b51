using FsCheck;
using FsCheck.Fluent;
using ScoreSde.Cli.Arguments;

namespace ScoreSde.Tests.Arguments;

public sealed class NearestNamesTests
{
    private static readonly Arbitrary<string> Words =
        Gen.Elements("a", "b", "C", "-", "8").ArrayOf().Select(letters => string.Concat(letters)).ToArbitrary();

    [Theory]
    [InlineData("heun", "heun", 0)]
    [InlineData("HEUN", "heun", 0)]
    [InlineData("huen", "heun", 1)]
    [InlineData("hen", "heun", 1)]
    [InlineData("heunn", "heun", 1)]
    [InlineData("", "em", 2)]
    [InlineData("kitten", "sitting", 3)]
    public void The_distance_counts_the_edits(string a, string b, int edits) => Assert.Equal(edits, NearestNames.Distance(a, b));

    [Fact]
    public void The_distance_is_symmetric_and_bounded_by_the_lengths() => Check(Prop.ForAll(Words, Words, (a, b) =>
    {
        int distance = NearestNames.Distance(a, b);
        return distance == NearestNames.Distance(b, a)
            && distance >= Math.Abs(a.Length - b.Length)
            && distance <= Math.Max(a.Length, b.Length);
    }));

    [Fact]
    public void A_swap_of_neighbours_is_one_edit() => Check(Prop.ForAll(Words, Words, (a, b) =>
        NearestNames.Distance($"{a}xy{b}", $"{a}yx{b}") == 1));

    [Fact]
    public void The_most_alike_come_first_and_a_beginning_counts_for_much()
    {
        Assert.Equal(["heun", "em", "pc"], NearestNames.To("heum", ["em", "pc", "heun", "reverse"]));
        Assert.Equal("reverse-diffusion", NearestNames.To("reverse", ["em", "pc", "reverse-diffusion"])[0]);
    }

    private static void Check(Property property) => FsCheck.Check.One(Config.QuickThrowOnFailure.WithReplay(1998, 1), property);
}
