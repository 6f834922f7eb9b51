using ScoreSde.Describing;
using ScoreSde.Tests.Data;

namespace ScoreSde.Tests.Describing;

/// <summary>What a network's file may name: files of its own folder or below, wherever links lead.</summary>
public sealed class OwnFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public OwnFolderTests()
    {
        Directory.CreateDirectory(folder["home/sub"]);
        Directory.CreateDirectory(folder["home-beside"]);
        File.WriteAllText(folder["secret"], "");
        File.WriteAllText(folder["home/own"], "");
        File.CreateSymbolicLink(folder["home/out"], folder["secret"]);
        File.CreateSymbolicLink(folder["home/out-relative"], "../secret");
        File.CreateSymbolicLink(folder["home/in"], folder["home/own"]);
        File.CreateSymbolicLink(folder["home/in-and-on"], "in");
        File.CreateSymbolicLink(folder["home/round"], "round");
        Directory.CreateSymbolicLink(folder["home/outside"], folder.Path);
        Directory.CreateSymbolicLink(folder["home/deep"], folder["home/sub"]);
        File.CreateSymbolicLink(folder["home/two"], "outside/secret");
        Directory.CreateSymbolicLink(folder["road"], folder["home"]);
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("own")]
    [InlineData("sub/none")]
    [InlineData("./sub/../own")]
    [InlineData("in")]
    [InlineData("in-and-on")]
    [InlineData("deep/../own")]
    [InlineData("..own")]
    public void Its_own_are_named(string location)
    {
        Assert.Equal(Path.Combine(folder["home"], location), OwnFolder.PathOf(folder["home/net.json"], location, "names"));

        // The folder may itself be known by a link.
        Assert.Equal(Path.Combine(folder["road"], location), OwnFolder.PathOf(folder["road/net.json"], location, "names"));
    }

    [Theory]
    [InlineData("../secret")]
    [InlineData("sub/../../secret")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("")]
    [InlineData("/etc/hostname")]
    [InlineData("../home-beside/x")]
    [InlineData("out")]
    [InlineData("out-relative")]
    [InlineData("two")]
    [InlineData("outside/secret")]
    [InlineData("outside/none")]
    [InlineData("round")]
    [InlineData("deep/../../secret")]
    public void Others_are_refused(string location)
    {
        string message = Assert.Throws<NetworkFileException>(() => OwnFolder.PathOf(folder["home/net.json"], location, "names", "; say so")).Message;
        Assert.Equal($"{folder["home/net.json"]}: names '{location}', outside its own folder; nothing is read from there; say so.", message);
    }

    /// <summary>As many links as the system itself follows, forty, and not one more.</summary>
    [Theory]
    [InlineData(40, true)]
    [InlineData(41, false)]
    public void Links_are_followed_as_far_as_the_system_does(int links, bool isTaken)
    {
        for (int i = 1; i <= links; i++)
        {
            File.CreateSymbolicLink(folder[$"home/link{i}"], i == 1 ? "own" : $"link{i - 1}");
        }

        Assert.Equal(isTaken, Record.Exception(() => OwnFolder.PathOf(folder["home/net.json"], $"link{links}", "names")) is null);
    }

    [Fact]
    public void A_file_at_the_root_has_all_below_it()
    {
        Assert.Equal("/etc/hostname", OwnFolder.PathOf("/net.json", "etc/hostname", "names"));
    }
}
