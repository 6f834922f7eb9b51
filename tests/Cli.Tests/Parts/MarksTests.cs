using System.IO.Hashing;
using ScoreSde.Cli.Parts;
using ScoreSde.Data;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Parts;

/// <summary>Marks that were cut short, files of another length, and rows that are found again or elsewhere.</summary>
[Trait("Category", "Once")]
public sealed class MarksTests : IDisposable
{
    private const int Place = 4096;
    private const int End = 100;
    private static readonly byte[] Head = [1, 2, 3];
    private readonly Folder folder = new();

    private string Out => folder["x.npy"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_mark_is_two_numbers_in_two_places_in_turn()
    {
        using PartialFile file = PartialFile.Create(Out, 0);
        var mark = new DoneMark(file, End);
        mark.Begin();
        Assert.Equal(End + (2 * Place), file.Length);
        mark.Write(3);
        mark.Write(5);
        Assert.Equal([5, 3], Marks(file).Select(static both => both.Rows));
        Assert.All(Marks(file), static both => Assert.Equal(0x5C03E5DE5C03E5DE, both.Rows ^ both.Check));

        // Who goes on writes over the older of the two.
        var next = new DoneMark(file, End);
        Assert.Equal(5, next.Read(10));
        next.Write(6);
        Assert.Equal([5, 6], Marks(file).Select(static both => both.Rows));
        var last = new DoneMark(file, End);
        Assert.Equal(6, last.Read(10));
        last.Write(8);
        Assert.Equal([8, 6], Marks(file).Select(static both => both.Rows));
    }

    [Theory]
    [InlineData(0, 0, 7)]
    [InlineData(0, 8, 7)]
    [InlineData(Place, 0, 9)]
    [InlineData(Place, 8, 9)]
    public void A_place_whose_numbers_do_not_agree_says_nothing(int place, int at, long rows)
    {
        using PartialFile file = Marked();
        file.Write([0xEE], End + place + at);
        Assert.Equal(rows, new DoneMark(file, End).Read(10));
    }

    [Fact]
    public void All_rows_may_be_done_and_no_more_than_all()
    {
        using PartialFile file = Marked();
        Assert.Equal(9, new DoneMark(file, End).Read(9));
        Assert.Equal(7, new DoneMark(file, End).Read(8));
        Assert.Equal(7, new DoneMark(file, End).Read(7));
        Assert.Equal(0, new DoneMark(file, End).Read(6));
    }

    [Fact]
    public void Without_marks_a_file_of_all_rows_is_done_and_a_shorter_one_is_not()
    {
        using PartialFile file = PartialFile.Create(Out, 0);
        file.Write(new byte[End - 1], 0);
        Assert.Equal(0, new DoneMark(file, End).Read(10));
        file.Write(new byte[End], 0);
        Assert.Equal(10, new DoneMark(file, End).Read(10));
        file.Write(new byte[End + 1], 0);
        Assert.Equal(0, new DoneMark(file, End).Read(10));
    }

    [Fact]
    public void A_place_that_the_file_ends_in_says_nothing()
    {
        using PartialFile file = PartialFile.Create(Out, 0);
        new DoneMark(file, End).Write(4);
        Assert.Equal(End + 16, file.Length);
        Assert.Equal(4, new DoneMark(file, End).Read(10));
        using PartialFile cut = PartialFile.Create(folder["y"], 0);
        new DoneMark(cut, End - 1).Write(4);
        Assert.Equal(0, new DoneMark(cut, End).Read(10));
    }

    [Theory]
    [InlineData(16, false)]
    [InlineData((2 * Place) - 1, false)]
    [InlineData(0, false)]
    [InlineData(8, false)]
    [InlineData(-1, true)]
    public void A_file_says_nothing_until_one_byte_of_its_marks_is_another(int at, bool saysNothing)
    {
        using PartialFile file = PartialFile.Create(Out, 0);
        new DoneMark(file, End).Begin();
        file.Write([0xEE], End + at);
        Assert.Equal(saysNothing, DoneMark.SaysNothing(file));
    }

    [Fact]
    public void A_file_of_marks_alone_says_nothing_and_a_shorter_one_is_none()
    {
        using PartialFile file = PartialFile.Create(Out, 0);
        new DoneMark(file, 0).Begin();
        Assert.True(DoneMark.SaysNothing(file));
        using PartialFile shorter = PartialFile.Create(folder["y"], 0);
        shorter.Write(new byte[(2 * Place) - 1], 0);
        Assert.False(DoneMark.SaysNothing(shorter));
    }

    [Fact]
    public void Rows_are_whole_up_to_the_first_gap()
    {
        var rows = new DoneRows(5);
        Assert.Equal(5, rows.Whole);
        rows.Add(8, 2);
        rows.Add(12, 1);
        Assert.Equal(5, rows.Whole);
        rows.Add(5, 3);
        Assert.Equal(10, rows.Whole);
        rows.Add(10, 2);
        Assert.Equal(13, rows.Whole);
    }

    [Fact]
    public void A_complete_part_has_its_length_its_record_and_its_checksum()
    {
        PartRecord record = Record("2/3");
        using (PartWriter writer = PartWriter.Begin(Out, record, Head, 2, resumes: false))
        {
            writer.Write(0, new byte[20]);
            writer.Commit();
        }

        Assert.Equal(["x.npy", "x.npy.json"], folder.Files);
        Assert.Equal(Convert.ToHexStringLower(XxHash128.Hash([.. Head, .. new byte[20]])), PartRecord.Read($"{Out}.json")!.Checksum);
        Assert.True(PartWriter.IsComplete(Out, record, 23));
        Assert.False(PartWriter.IsComplete(Out, record, 22));
        Assert.False(PartWriter.IsComplete(folder["y.npy"], record, 23));
        Assert.False(PartWriter.IsComplete(Out, record with { Rows = new RowRange(1, 10) }, 23));
        Assert.False(PartWriter.IsComplete(Out, record with { Run = record.Run with { Seed = 1 } }, 23));

        // The record of a part is beside it, that of a whole run under the partial file's name.
        Assert.False(PartWriter.IsComplete(Out, Record(null), 23));
        File.WriteAllText($"{Out}.partial", "");
        Assert.False(PartWriter.IsComplete(Out, record, 23));
        File.Delete($"{Out}.partial");
        File.WriteAllBytes(Out, new byte[23]);
        Assert.False(PartWriter.IsComplete(Out, record, 23));
    }

    [Fact]
    public void A_whole_run_that_was_killed_after_its_renaming_is_complete_and_loses_its_record()
    {
        File.WriteAllBytes(Out, new byte[23]);
        Assert.False(PartWriter.IsComplete(Out, Record(null), 23));
        Record(null).Write($"{Out}.partial.json");
        Assert.False(PartWriter.IsComplete(Out, Record(null) with { Run = Record(null).Run with { Version = "2" } }, 23));
        Assert.False(PartWriter.IsComplete(Out, Record("1/1"), 23));
        Assert.Equal(2, folder.Files.Length);
        Assert.True(PartWriter.IsComplete(Out, Record(null), 23));
        Assert.Equal(["x.npy"], folder.Files);
    }

    [Fact]
    public void Rows_beyond_the_file_cannot_be_read_back()
    {
        using PartWriter writer = PartWriter.Begin(Out, Record(null), Head, 2, resumes: false);
        writer.Write(0, [4, 5, 6, 7]);
        var rows = new byte[4];
        writer.Read(0, rows);
        Assert.Equal([4, 5, 6, 7], rows);
        Assert.Equal("the file is truncated.", Assert.Throws<DataFileException>(() => writer.Read(10, new byte[(2 * Place) + 1])).Fault);
        writer.Read(10, new byte[2 * Place]);
        Assert.Equal((10 * 2) + (2 * Place), (long)PartWriter.BytesOf(10, 2));
    }

    [Fact]
    public void Of_two_shards_of_the_same_rows_the_other_is_refused_and_so_are_other_rows_of_the_same()
    {
        using (PartWriter first = PartWriter.Begin(Out, Record("2/3"), Head, 2, resumes: false))
        {
            first.Write(0, new byte[4]);
            Assert.Equal(2, first.Keep());
        }

        Assert.Equal("it holds shard 2/3 and not 1/1; delete it to begin anew.", Refused(Record(null)));
        Assert.Equal("it holds shard 2/3 and not 2/3; delete it to begin anew.", Refused(Record("2/3") with { Rows = new RowRange(0, 11) }));
        Assert.True(PartWriter.IsBegun(Out));
        Assert.Throws<DataFileException>(() => PartWriter.RefuseKept(Out));
        File.Delete($"{Out}.partial.json");
        Assert.False(PartWriter.IsBegun(Out));
        PartWriter.RefuseKept(Out);
        Assert.False(PartWriter.IsBegun(folder["y"]));

        string Refused(PartRecord record) => Assert.Throws<DataFileException>(() => PartWriter.Begin(Out, record, Head, 2, resumes: true)).Fault;
    }

    [Fact]
    public void Nothing_done_of_a_file_that_was_taken_away_is_nothing_lost()
    {
        using PartWriter writer = PartWriter.Begin(Out, Record(null), Head, 2, resumes: false);
        File.Delete($"{Out}.partial");
        Assert.Equal((0, 0), (writer.Keep(), writer.Lost));
        Assert.Equal($"{Out}.partial", writer.Name);
        Assert.Equal(Out, writer.Path);
        Assert.Empty(folder.Files);
    }

    [Fact]
    public void A_refuge_has_the_rows_a_mark_and_a_record_in_the_nearest_folder_under_a_short_name()
    {
        byte[] rows = [.. Enumerable.Range(0, (1 << 20) + 5).Select(static i => (byte)(i * 11 / 7))];
        using PartialFile source = PartialFile.Create(folder["source"], 0);
        source.Write(rows, 0);
        string stem = new('a', 101);
        Refuge refuge = Refuge.Of(folder[$"gone/deeper/{stem}.npy"], Record(null), source, rows.Length, rows.Length + 10, 8)!;
        Assert.Equal(folder[""].TrimEnd('/'), Path.GetDirectoryName(refuge.Path));
        Assert.Matches($"^a{{100}}\\.kept-[0-9a-f]{{8}}\\.npy$", Path.GetFileName(refuge.Path));
        Assert.Equal($"{refuge.Path}.partial", refuge.Name);
        Assert.Equal(Record(null).Rows, PartRecord.Read($"{refuge.Name}.json")!.Rows);
        byte[] copied = File.ReadAllBytes(refuge.Name);
        Assert.Equal(rows.Length + 10 + (2 * Place), copied.Length);
        Assert.Equal(rows, copied[..rows.Length]);
        using PartialFile copy = PartialFile.Open(refuge.Path);
        Assert.Equal(8, new DoneMark(copy, rows.Length + 10).Read(10));
    }

    [Fact]
    public void What_cannot_be_read_any_more_has_no_refuge_and_leaves_nothing()
    {
        using PartialFile source = PartialFile.Create(folder["source"], 0);
        source.Write(new byte[10], 0);
        Assert.Null(Refuge.Of(folder["x.npy"], Record(null), source, 11, 30, 2));
        Assert.Equal(["source.partial"], folder.Files);
    }

    private static (long Rows, long Check)[] Marks(PartialFile file) => [.. new[] { 0, Place }.Select(place =>
    {
        var bytes = new byte[16];
        Assert.Equal(16, file.Read(bytes, End + place));
        return (BitConverter.ToInt64(bytes), BitConverter.ToInt64(bytes, 8));
    })];

    private static PartRecord Record(string? shard) => new()
    {
        Format = PartRecord.ThisFormat,
        Run = new RunIdentity("1", "scoresde sample", 0, 20, new Dictionary<string, string>()),
        Shard = shard,
        Rows = new RowRange(0, 10),
    };

    // 9 in the first place, 7 in the second.
    private PartialFile Marked()
    {
        PartialFile file = PartialFile.Create(Out, 0);
        var mark = new DoneMark(file, End);
        mark.Begin();
        mark.Write(7);
        mark.Write(9);
        return file;
    }
}
