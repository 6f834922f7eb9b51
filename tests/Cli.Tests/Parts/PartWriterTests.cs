using System.Runtime.InteropServices;
using ScoreSde.Cli.Parts;
using ScoreSde.Data;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Parts;

/// <summary>What is kept of a file whose writer ended before its end.</summary>
[Trait("Category", "Once")]
public sealed class PartWriterTests : IDisposable
{
    private const int Row = 8;
    private static readonly byte[] Head = [1, 2, 3];
    private readonly Folder folder = new();

    private string Out => folder["x.npy"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Rows_without_a_gap_are_kept_and_the_file_is_ended_later()
    {
        using (PartWriter first = Begin(resumes: false))
        {
            Write(first, 0, 3);
            Write(first, 5, 2);
            Write(first, 3, 1);
            Assert.Equal(4, first.Keep());
        }

        Assert.Equal(["x.npy.partial", "x.npy.partial.json"], folder.Files);
        using (PartWriter second = Begin(resumes: true))
        {
            Assert.Equal(4, second.Kept);
            Write(second, 4, 6);
            second.Commit();
        }

        Assert.Equal(["x.npy"], folder.Files);
        Assert.Equal([.. Head, .. Enumerable.Range(0, 10).SelectMany(Bytes)], File.ReadAllBytes(Out));
    }

    [Fact]
    public void A_process_that_was_killed_leaves_what_its_last_mark_says()
    {
        using (PartWriter first = Begin(resumes: false))
        {
            Write(first, 0, 3);
            Thread.Sleep(1100);

            // A second after the last mark the next write makes one; what comes later has none.
            Write(first, 3, 2);
            Write(first, 5, 1);
        }

        using PartWriter second = Begin(resumes: true);
        Assert.Equal(5, second.Kept);
    }

    [Fact]
    public void A_mark_that_was_cut_short_leaves_the_one_before_it()
    {
        using PartialFile file = PartialFile.Create(Out, 1000);
        var mark = new DoneMark(file, 100);
        mark.Begin();
        Assert.Equal(0, new DoneMark(file, 100).Read(10));
        Assert.True(DoneMark.SaysNothing(file));
        mark.Write(7);
        Assert.False(DoneMark.SaysNothing(file));
        mark.Write(9);
        Assert.Equal(9, new DoneMark(file, 100).Read(10));

        // The third write of three, the first counted, lies in the first place.
        file.Write([0xFF, 0xFF], 100 + sizeof(long));
        Assert.Equal(7, new DoneMark(file, 100).Read(10));
        Assert.Equal(0, new DoneMark(file, 100).Read(5));
        file.Commit(100);
        Assert.Equal(100, new FileInfo(Out).Length);
    }

    [Fact]
    public void A_run_that_was_killed_before_its_first_mark_is_begun_anew_unasked()
    {
        using (PartWriter first = Begin(resumes: false))
        {
            Write(first, 0, 3);
        }

        using PartWriter second = Begin(resumes: false);
        Assert.Equal(0, second.Kept);
    }

    [Fact]
    public void Nothing_done_leaves_nothing()
    {
        using PartWriter writer = Begin(resumes: false);
        Write(writer, 1, 2);
        Assert.Equal(0, writer.Keep());
        Assert.Empty(folder.Files);
    }

    [Fact]
    public void Of_two_writers_the_second_is_refused_whether_or_not_it_goes_on()
    {
        using PartWriter first = Begin(resumes: false);
        Write(first, 0, 1);
        foreach (bool resumes in (bool[])[false, true])
        {
            DataFileException refused = Assert.Throws<DataFileException>(() => Begin(resumes));
            Assert.Equal("cannot be written: another run is writing it.", refused.Fault);
        }

        Write(first, 1, 9);
        first.Commit();
        Assert.Equal(["x.npy"], folder.Files);
    }

    [Fact]
    public void What_was_kept_is_not_thrown_away_unasked_nor_gone_on_with_by_another_run()
    {
        using (PartWriter first = Begin(resumes: false))
        {
            Write(first, 0, 3);
            first.Keep();
        }

        Assert.Contains("--resume", Assert.Throws<DataFileException>(() => Begin(resumes: false)).Fault, StringComparison.Ordinal);
        Assert.Contains("it was begun by scoresde sample, not scoresde sample --seed 2", Refused(Record() with { Run = Run() with { Command = "scoresde sample --seed 2" } }), StringComparison.Ordinal);
        Assert.Contains("it was begun by version 1, not 2", Refused(Record() with { Run = Run() with { Version = "2" } }), StringComparison.Ordinal);
        Assert.Contains("another file under --model", Refused(Record() with { Run = Run() with { Inputs = new Dictionary<string, string> { ["--model"] = "00" } } }), StringComparison.Ordinal);
        Assert.Contains("it holds shard 1/1 and not 2/3", Refused(Record() with { Shard = "2/3" }), StringComparison.Ordinal);
        using PartWriter again = Begin(resumes: true);
        Assert.Equal(3, again.Kept);

        string Refused(PartRecord record) => Assert.Throws<DataFileException>(() => PartWriter.Begin(Out, record, Head, Row, resumes: true)).Message;
    }

    [Fact]
    public void A_partial_file_without_a_record_is_nothing_and_a_damaged_record_is_told()
    {
        File.WriteAllText(folder["x.npy.partial"], "litter");
        using (PartWriter writer = Begin(resumes: true))
        {
            Assert.Equal(0, writer.Kept);
            Write(writer, 0, 2);
            writer.Keep();
        }

        File.WriteAllText(folder["x.npy.partial.json"], "{}");
        Assert.Equal("it is not the record of a part.", Assert.Throws<DataFileException>(() => Begin(resumes: true)).Fault);
    }

    [Fact]
    public void A_folder_that_vanishes_is_told_at_the_next_mark_and_its_rows_are_kept_above_it()
    {
        Directory.CreateDirectory(folder["sub"]);
        using PartWriter writer = PartWriter.Begin(Path.Combine(folder["sub"], "x.npy"), Record(), Head, Row, resumes: false);
        Write(writer, 0, 1);
        Directory.Delete(folder["sub"], recursive: true);
        Thread.Sleep(1100);
        DataFileException told = Assert.Throws<DataFileException>(() => Write(writer, 1, 1));
        Assert.Equal("cannot be written: its folder was removed.", told.Fault);
        Assert.Equal(2, writer.Keep());
        using PartWriter again = PartWriter.Begin(writer.Path, Record(), Head, Row, resumes: true);
        Assert.Equal((2, 0), (again.Kept, writer.Lost));
        Assert.Equal(writer.Name, again.Name);
        var row = new byte[Row];
        again.Read(1, row);
        Assert.Equal(Bytes(1), row);
        Write(again, 2, 8);
        again.Commit();
        Assert.Equal([.. Head, .. Enumerable.Range(0, 10).SelectMany(Bytes)], File.ReadAllBytes(writer.Path));
    }

    [Fact]
    public void A_file_that_is_taken_away_after_its_last_mark_is_not_told_to_be_there()
    {
        using PartWriter writer = Begin(resumes: false);
        Write(writer, 0, 9);
        Thread.Sleep(1100);
        Write(writer, 9, 1);
        Assert.Equal(10, writer.Kept);
        File.Delete(folder["x.npy.partial"]);
        Assert.Throws<DataFileException>(writer.Commit);
        Assert.Equal(10, writer.Keep());
        Assert.NotEqual(folder["x.npy.partial"], writer.Name);
        using PartWriter again = PartWriter.Begin(writer.Path, Record(), Head, Row, resumes: true);
        Assert.Equal(10, again.Kept);
    }

    private static RunIdentity Run() => new("1", "scoresde sample", 0, 10, new Dictionary<string, string>());

    private static PartRecord Record() => new() { Format = PartRecord.ThisFormat, Run = Run(), Rows = new RowRange(0, 10) };

    private static byte[] Bytes(int row) => MemoryMarshal.AsBytes((long[])[row * 1_000_003L]).ToArray();

    private static void Write(PartWriter writer, int first, int count) => writer.Write(first, Enumerable.Range(first, count).SelectMany(Bytes).ToArray());

    private PartWriter Begin(bool resumes) => PartWriter.Begin(Out, Record(), Head, Row, resumes);
}
