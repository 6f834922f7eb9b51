using FsCheck;
using FsCheck.Fluent;
using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Parts;

namespace ScoreSde.Tests.Parts;

public sealed class ShardTests
{
    private static readonly Config Replayed = Config.QuickThrowOnFailure.WithReplay(20261127, 7).WithMaxTest(500);

    [Fact]
    public void Parts_cover_every_sample_once_and_differ_by_one_at_most()
    {
        Arbitrary<(long Count, int Parts)> runs = (
            from parts in Gen.Choose(1, 100)
            from more in Gen.Choose(0, int.MaxValue)
            from scale in Gen.Elements(1L, 1000L, 1L << 25)
            select (Math.Max(parts, more * scale), parts)).ToArbitrary();
        Prop.ForAll(runs, static run =>
        {
            long next = 0;
            for (int i = 1; i <= run.Parts; i++)
            {
                RowRange rows = new Shard(i, run.Parts).RowsOf(run.Count);
                Assert.Equal(next, rows.First);
                Assert.InRange(rows.Count, run.Count / run.Parts, (run.Count / run.Parts) + 1);
                next = rows.End;
            }

            Assert.Equal(run.Count, next);
        }).Check(Replayed);
    }

    [Theory]
    [InlineData("3/16", 3, 16)]
    [InlineData("1/1", 1, 1)]
    public void A_word_is_read(string word, int index, int parts) =>
        Assert.Equal(new Shard(index, parts), Shard.Read("--shard", word, 100, new Faults()));

    [Theory]
    [InlineData("0/4", "must be I/N")]
    [InlineData("5/4", "must be I/N")]
    [InlineData("4", "must be I/N")]
    [InlineData("1/2/3", "must be I/N")]
    [InlineData("-1/4", "must be I/N")]
    [InlineData("a/b", "must be I/N")]
    [InlineData("1/101", "100 samples cannot be cut into 101 parts")]
    public void Another_word_is_a_fault(string word, string fragment)
    {
        var faults = new Faults();
        Assert.Null(Shard.Read("--shard", word, 100, faults));
        Assert.Contains(fragment, Assert.Throws<UsageException>(faults.ThrowIfAny).Message, StringComparison.Ordinal);
    }
}
