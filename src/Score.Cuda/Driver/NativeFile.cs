using System.Runtime.InteropServices;

namespace ScoreSde.Cuda.Driver;

/// <summary>A library of the machine: opened, or why not.</summary>
/// <param name="Handle">What the system knows it by; 0 where it was not found.</param>
/// <param name="Place">The file, or the name under which the system found it.</param>
internal sealed record NativeFile(nint Handle, string? Place)
{
    /// <summary>The first of these that opens.</summary>
    public static NativeFile First(IEnumerable<string> places)
    {
        foreach (string place in places)
        {
            if (NativeLibrary.TryLoad(place, out nint handle))
            {
                return new NativeFile(handle, place);
            }
        }

        return new NativeFile(0, null);
    }
}
