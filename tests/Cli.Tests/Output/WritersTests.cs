using System.Text;
using ScoreSde.Cli.Output;
using ScoreSde.Data;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Output;

/// <summary>The writers between the program and its streams, and what a terminal is by default.</summary>
[Trait("Category", "Once")]
public sealed class WritersTests
{
    [Fact]
    public void Whatever_is_written_comes_to_the_stream_in_its_order()
    {
        foreach (bool isTalk in (bool[])[false, true])
        {
            using var inner = new StringWriter { NewLine = "|" };
            using TextWriter writer = Guarded(inner, isTalk);
            Assert.Equal("|", writer.NewLine);
            writer.Write('a');
            writer.Write("bc");
            writer.Write(['x', 'd', 'e', 'y'], 1, 2);
            writer.WriteLine();
            writer.WriteLine("f");
            writer.WriteLine((string?)null);
            writer.NewLine = "/";
            writer.WriteLine("g\u001bh");
            writer.Write("\u001b");
            Assert.Equal("abcde|f||g\\u001bh/\u001b", inner.ToString());
            Assert.Equal("/", inner.NewLine);
        }
    }

    [Fact]
    public void A_result_may_have_several_lines_and_talk_has_one()
    {
        using var results = new StringWriter { NewLine = "|" };
        using TextWriter first = Guarded(results, isTalk: false);
        first.WriteLine("a\nb");
        Assert.Equal("a\nb|", results.ToString());
        using var talk = new StringWriter { NewLine = "|" };
        using TextWriter second = Guarded(talk, isTalk: true);
        second.WriteLine("a\nb");
        Assert.Equal("a\\u000ab|", talk.ToString());
    }

    [Fact]
    public void A_writer_is_flushed_and_has_the_encoding_of_its_stream()
    {
        using var bytes = new MemoryStream();
        using var inner = new StreamWriter(bytes, Encoding.Latin1);
        using TextWriter writer = Guarded(inner, isTalk: false);
        Assert.Equal(Encoding.Latin1, writer.Encoding);
        writer.Write("ab");
        Assert.Equal(0, bytes.Length);
        writer.Flush();
        Assert.Equal(2, bytes.Length);
    }

    [Fact]
    public void Results_that_cannot_be_written_are_a_failure_and_talk_is_none()
    {
        using TextWriter results = Guarded(new DeafWriter(), isTalk: false);
        foreach (Action write in (Action[])[() => results.Write('a'), () => results.Write("a"), () => results.WriteLine("a")])
        {
            Assert.StartsWith("standard output: cannot be written: ", Assert.Throws<DataFileException>(write).Message, StringComparison.Ordinal);
        }

        using TextWriter talk = Guarded(new DeafWriter(), isTalk: true);
        talk.Write('a');
        talk.Write("a");
        talk.WriteLine("a");
        foreach (Exception failure in (Exception[])[new UnauthorizedAccessException("x"), new ObjectDisposedException("x")])
        {
            using TextWriter quiet = Guarded(new FailingWriter(failure), isTalk: true);
            quiet.WriteLine("a");
        }

        using TextWriter faulty = Guarded(new FailingWriter(new InvalidOperationException("x")), isTalk: true);
        Assert.Throws<InvalidOperationException>(() => faulty.WriteLine("a"));
        using TextWriter denied = Guarded(new FailingWriter(new UnauthorizedAccessException("x")), isTalk: false);
        Assert.Equal("standard output: cannot be written: access is denied.", Assert.Throws<DataFileException>(() => denied.WriteLine("a")).Message);
    }

    [Fact]
    public void An_output_that_was_closed_takes_nothing()
    {
        TextWriter closed = ClosedWriter.Only;
        foreach (Action write in (Action[])[() => closed.Write('a'), () => closed.Write("a"), () => closed.Write(['a'], 0, 1), () => closed.WriteLine("a")])
        {
            IOException fault = Assert.Throws<IOException>(write);
            Assert.Equal(("it is closed.", 9), (fault.Message, fault.HResult));
        }

        Assert.Equal(Encoding.UTF8, closed.Encoding);
        using TextWriter results = Guarded(closed, isTalk: false);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal("standard output: cannot be written: it is closed.", Assert.Throws<DataFileException>(() => results.WriteLine("a")).Message);
        }
    }

    [Fact]
    public void A_terminal_is_a_file_of_two_hundred_columns_unless_it_is_said_otherwise()
    {
        var terminal = new Terminal(TextWriter.Null, TextWriter.Null);
        Assert.Equal((200, false, false, false), (terminal.Width, terminal.OutIsTerminal, terminal.ErrorIsTerminal, terminal.Cancellation.CanBeCanceled));
        Assert.Equal(long.MaxValue, terminal.DiskBytes("no such disk \0"));
        Assert.True(terminal.DiskBytes(Path.GetTempPath()) is > 0 and < long.MaxValue);
        Assert.True(terminal.MemoryBytes is > 100_000_000 and < long.MaxValue);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void Where_results_are_bytes_all_words_go_with_the_talk(bool outIsTerminal, bool errorIsTerminal)
    {
        using var results = new StringWriter();
        using var talk = new StringWriter();
        Terminal aside = new Terminal(results, talk) { OutIsTerminal = outIsTerminal, ErrorIsTerminal = errorIsTerminal, Width = 90 }.WithWordsAside();
        Assert.Same(talk, aside.Out);
        Assert.Same(talk, aside.Error);
        Assert.Equal((errorIsTerminal, errorIsTerminal, 90), (aside.OutIsTerminal, aside.ErrorIsTerminal, aside.Width));
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("aZ09ä/._-:,=+@%", "aZ09ä/._-:,=+@%")]
    [InlineData("", "''")]
    [InlineData("a b", "'a b'")]
    [InlineData("it's", "'it'\\''s'")]
    [InlineData("a*", "'a*'")]
    [InlineData("a;b", "'a;b'")]
    [InlineData("$a", "'$a'")]
    [InlineData("~", "'~'")]
    [InlineData("a\"b", "'a\"b'")]
    public void A_word_is_quoted_where_a_shell_would_read_it_otherwise(string word, string typed)
    {
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(typed, ShellWord.Of(word));
        }
    }

    private static TextWriter Guarded(TextWriter inner, bool isTalk)
    {
        Terminal terminal = new Terminal(inner, inner).Guarded();
        return isTalk ? terminal.Error : terminal.Out;
    }

    private sealed class FailingWriter(Exception failure) : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void WriteLine(string? value) => throw failure;
    }
}
